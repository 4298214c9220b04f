import type { NodeReport } from "../../../api";
import { Icon } from "../../../components";
import { type MessageKey, useWords, type Words } from "../../../i18n";
import type { CardNode } from "../../../rule-tree";
import { isEvent, isField, isProperty } from "../../../rule-tree";
import { act, requireValue } from "../state/actions";
import { useCatalog, useCounting, useEditor } from "../state/context";
import { isStale } from "../state/counting";
import { fieldName } from "../wording/catalog";
import { hasEditors } from "../wording/editable";
import { cardParts, firstMissing, type PillName } from "../wording/sentence";
import { kindWords } from "../wording/told";
import { boundsWords } from "../wording/windows";

/** The small lines under a card's sentence: what is missing or wrong, exact times, who else is in it. */
export function Notes({ node, report }: { node: CardNode; report: NodeReport | undefined }) {
  const outdated = useCounting((counting) => isStale(counting) && counting.about.get(node.id) !== node);
  const told = !hasEditors(node.card);
  // For the moment that a count takes, the old notes stand; for longer they would tell of another card.
  const current = node.muted || outdated ? undefined : report;
  return (
    <>
      {current?.state === "incomplete" && <Missing node={node} report={current} />}
      {current?.state === "failed" && <Failed node={node} report={current} />}
      {current?.state === "exact" && <Exact node={node} report={current} told={told} />}
      {told && <Told node={node} />}
    </>
  );
}

/** What a card is that its sentence tells, and why nothing on it opens. */
function Told({ node }: { node: CardNode }) {
  const words = useWords();
  return (
    <p className="fine" data-testid={`told-note-${node.id}`}>
      {words.rich("builder.told.note", { kind: <span className="m">{kindWords(words, node.card)}</span> })}
    </p>
  );
}

function Exact({ node, report, told }: { node: CardNode; report: NodeReport; told: boolean }) {
  const words = useWords();
  const now = useCounting((counting) => counting.report?.now ?? null);
  // A sentence that tells all of a card has its times in it.
  const bounds = !told && report.window ? boundsWords(words, report.window, now) : null;
  const without = report.without_value && report.without_value > 0 ? report.without_value : null;
  if (!bounds && without === null) return null;
  return (
    <p className="fine">
      {bounds}
      {bounds && without !== null && " · "}
      {without !== null && <WithoutValue node={node} count={without} />}
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
  const part = missingPart(node, firstMissing(cardParts(words, catalog, node.card))) ?? report.missing ?? "";
  // Where nothing can be chosen, Muster's own words say what is missing.
  const known = hasEditors(node.card) ? MISSING[part] : undefined;
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
