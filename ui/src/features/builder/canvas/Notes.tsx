import type { NodeReport } from "../../../api";
import { Icon } from "../../../components";
import { type MessageKey, useWords, type Words } from "../../../i18n";
import type { CardNode } from "../../../rule-tree";
import { isEvent, isField, isProperty } from "../../../rule-tree";
import { act, requireValue } from "../state/actions";
import { useCatalog, useCounting, useEditor } from "../state/context";
import { isStale } from "../state/counting";
import { fieldName } from "../wording/catalog";
import { cardParts, firstMissing, hasEditors, type PillName } from "../wording/sentence";
import { boundsWords } from "../wording/windows";

/** The small lines under a card's sentence: what is missing or wrong, exact times, who else is in it. */
export function Notes({ node, report }: { node: CardNode; report: NodeReport | undefined }) {
  const words = useWords();
  const now = useCounting((counting) => counting.report?.now ?? null);
  // For the moment that a count takes, the old notes stand; for longer they would tell of another card.
  const outdated = useCounting((counting) => isStale(counting) && counting.about.get(node.id) !== node);
  if (node.muted || !report || outdated) return null;
  if (report.state === "incomplete") return <Missing node={node} report={report} />;
  if (report.state === "failed") return <Failed node={node} report={report} />;
  const bounds = report.window && boundsWords(words, report.window, now);
  const without = report.without_value && report.without_value > 0 ? report.without_value : null;
  const pieces = [bounds, without === null ? null : <WithoutValue key="without" node={node} count={without} />].filter(
    (piece) => piece !== null,
  );
  if (pieces.length === 0 && hasEditors(node.card)) return null;
  return (
    <p className="fine">
      {pieces.map((piece, index) => (
        // At most two pieces, always in this order.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <span key={index}>
          {index > 0 && " · "}
          {piece}
        </span>
      ))}
      {!hasEditors(node.card) && words.t("builder.note.keptAsIs")}
    </p>
  );
}

const MISSING: Record<string, MessageKey> = {
  value: "builder.note.missing.value",
  window: "builder.note.missing.window",
  event: "builder.note.missing.event",
  property: "builder.note.missing.property",
  field: "builder.note.missing.field",
  op: "builder.note.missing.op",
};

function Missing({ node, report }: { node: CardNode; report: NodeReport }) {
  const words = useWords();
  const catalog = useCatalog();
  const known = MISSING[missingPart(node, firstMissing(cardParts(words, catalog, node.card))) ?? report.missing ?? ""];
  const text = known
    ? words.t(known)
    : [report.message, words.t("builder.note.leftOutUntil")].filter(Boolean).join(" ");
  return (
    <p className="fine" title={report.hint ?? undefined}>
      <span className="warn">{text}</span>
    </p>
  );
}

/** What the sentence asks for, in the words of the notes: the value of "is in" is a window. */
function missingPart({ card }: CardNode, pill: PillName | null): string | null {
  if (pill === "what") return card.kind;
  if (pill === "count") return "value";
  return pill === "where" ? null : pill;
}

function Failed({ node, report }: { node: CardNode; report: NodeReport }) {
  const words = useWords();
  const editor = useEditor();
  const catalog = useCatalog();
  const parts = cardParts(words, catalog, node.card);
  const suspect = firstMissing(parts) ?? suspectPill(parts);
  return (
    <p className="fine">
      <span className="danger">
        <Icon name="alert" size="xs" /> {sentences(report.message, report.hint)} {words.t("builder.note.waits")}
      </span>{" "}
      {suspect && (
        <>
          <button type="button" className="note-btn" onClick={() => editor.openPill(node.id, suspect)}>
            {words.t("builder.note.changeIt")}
          </button>{" "}
          {words.t("builder.join.any")}{" "}
        </>
      )}
      <button type="button" className="note-btn" onClick={() => act(editor, { words, catalog }, node.id, "mute")}>
        {words.t("builder.note.muteIt")}
      </button>
    </p>
  );
}

/** The last pill of the sentence that holds a value: where a rule that means nothing is most often mended. */
function suspectPill(parts: ReturnType<typeof cardParts>) {
  const pills = parts.filter((part) => "pill" in part && part.look !== "empty");
  const last = pills[pills.length - 1];
  return last && "pill" in last ? last.opens : null;
}

function sentences(...texts: (string | null)[]): string {
  return texts
    .filter((text): text is string => Boolean(text))
    .map((text) => {
      const begun = text.charAt(0).toUpperCase() + text.slice(1);
      return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
    })
    .join(" ");
}

function WithoutValue({ node, count }: { node: CardNode; count: number }) {
  const words = useWords();
  const editor = useEditor();
  return (
    <>
      {words.t("builder.note.without", { n: count, name: aboutOf(words, node) })} ·{" "}
      <button type="button" className="note-btn" onClick={() => requireValue(editor, node.id)}>
        {words.t("builder.note.addHasValue")}
      </button>
    </>
  );
}

function aboutOf(words: Words, { card }: CardNode): string {
  if (isField(card)) return fieldName(words, card.field ?? "");
  if (isProperty(card)) return card.property ?? "";
  return isEvent(card) && typeof card.event === "string" ? card.event : card.kind;
}
