import { useWords } from "../../../i18n";
import { type Condition, isField, isProperty, type Op } from "../../../rule-tree";
import { useCatalog } from "../state/context";
import { kindOf } from "../wording/catalog";
import { fittingOps, opWord, valueFor } from "../wording/ops";
import { Choices } from "./Choices";
import { tidy, usePillEdit } from "./usePillEdit";

/** Chooses how a field or property is compared. */
export function OpEditor({ id, card, onDone }: { id: string; card: Condition; onDone: () => void }) {
  const words = useWords();
  const catalog = useCatalog();
  const edit = usePillEdit(id, "op", "builder.step.op");
  if (!isField(card) && !isProperty(card)) return null;
  const kind = kindOf(catalog, card);
  return (
    <Choices
      label={words.t("builder.op.label")}
      choices={fittingOps(kind, card.op).map((op) => ({ key: op, text: words.t(opWord(op, kind)) }))}
      chosen={new Set(card.op ? [card.op] : [])}
      onChoose={(choice) => edit((was) => withOp(was, choice.key as Op))}
      onDone={onDone}
    />
  );
}

/** The card under another operator; a value that fits stays. */
export function withOp(card: Condition, op: Op): Condition {
  if ((!isField(card) && !isProperty(card)) || card.op === op) return card;
  return tidy({ ...card, op, value: valueFor(card.value, card.op, op) });
}
