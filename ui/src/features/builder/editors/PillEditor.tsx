import { useEffect } from "react";
import type { ValueSource } from "../../../api";
import { useWords } from "../../../i18n";
import { type Condition, findCard, isEvent, isField, isProperty, type Json } from "../../../rule-tree";
import { pillElement } from "../canvas/elements";
import { useCatalog, useEditor, useEditorState } from "../state/context";
import { draftOf } from "../state/editor";
import { kindOf } from "../wording/catalog";
import { OPS } from "../wording/ops";
import { cardParts, cardSentence, firstMissing, type PillName } from "../wording/sentence";
import { CountEditor } from "./CountEditor";
import { OpEditor } from "./OpEditor";
import { Popover } from "./Popover";
import { tidy, usePillEdit } from "./usePillEdit";
import { ValueEditor } from "./ValueEditor";
import { WhatEditor } from "./WhatEditor";
import { WhereEditor } from "./WhereEditor";
import { WindowEditor } from "./WindowEditor";

/** The small editor of the pill that is open, under it. */
export function PillEditor() {
  const open = useEditorState((state) => state.open);
  const card = useEditorState((state) => (state.open ? (findCard(draftOf(state), state.open.id)?.card ?? null) : null));
  if (!open || !card) return null;
  return <OpenEditor key={`${open.id} ${open.pill}`} id={open.id} pill={open.pill} card={card} />;
}

const WIDTHS: Partial<Record<PillName, "s" | "m" | "l">> = { op: "s", window: "l", count: "m", where: "l" };

function OpenEditor({ id, pill, card }: { id: string; pill: PillName; card: Condition }) {
  const words = useWords();
  const catalog = useCatalog();
  const editor = useEditor();

  // Focus goes back to the pill; where another one asks for something now, that one opens.
  const done = (keep: boolean) => {
    editor.closePill(keep);
    const now = findCard(draftOf(editor.store.get()), id);
    const next = keep && now ? firstMissing(cardParts(words, catalog, now.card)) : null;
    if (next && next !== pill && (pill === "what" || pill === "op")) editor.openPill(id, next);
    else requestAnimationFrame(() => pillElement(id, pill)?.focus());
  };

  useEffect(() => {
    pillElement(id, pill)?.scrollIntoView({ block: "nearest" });
  }, [id, pill]);

  return (
    <Popover
      anchor={() => pillElement(id, pill)}
      label={words.t(`builder.editor.${pill}`, { card: cardSentence(words, catalog, card) })}
      width={WIDTHS[pill] ?? widthOfValue(card)}
      onClose={(keep, by) => (by === "pointer" ? editor.closePill(keep) : done(keep))}
    >
      <Body id={id} pill={pill} card={card} onDone={() => done(true)} />
    </Popover>
  );
}

/** A number or a text needs no more room than itself and the keys below. */
function widthOfValue(card: Condition): "s" | "m" {
  const op = isField(card) || isProperty(card) ? card.op : undefined;
  const shape = op && OPS[op].shape;
  return shape === "number" || shape === "range" || shape === "text" ? "s" : "m";
}

type BodyProps = { id: string; pill: PillName; card: Condition; onDone: () => void };

function Body({ id, pill, card, onDone }: BodyProps) {
  switch (pill) {
    case "what":
      return <WhatEditor id={id} card={card} onDone={onDone} />;
    case "op":
      return <OpEditor id={id} card={card} onDone={onDone} />;
    case "window":
      return <WindowEditor id={id} card={card} />;
    case "count":
      return isEvent(card) ? <CountEditor id={id} card={card} /> : null;
    case "where":
      return isEvent(card) ? <WhereEditor id={id} card={card} onDone={onDone} /> : null;
    default:
      return <CardValue id={id} card={card} onDone={onDone} />;
  }
}

function CardValue({ id, card, onDone }: { id: string; card: Condition; onDone: () => void }) {
  const catalog = useCatalog();
  const edit = usePillEdit(id, "value", "builder.step.value");
  if (!isField(card) && !isProperty(card)) return null;
  const source: ValueSource = isField(card)
    ? { of: "field", field: card.field ?? "" }
    : { of: "property", property: card.property ?? "" };
  const write = (value: Json | undefined) =>
    edit((was) => (isField(was) || isProperty(was) ? tidy({ ...was, value }) : was));
  return <ValueEditor test={card} kind={kindOf(catalog, card)} source={source} onChange={write} onDone={onDone} />;
}
