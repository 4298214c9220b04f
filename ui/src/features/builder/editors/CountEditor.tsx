import { useWords } from "../../../i18n";
import { type EventCondition, isDid, isDidNot, isEvent, type Json, type Op } from "../../../rule-tree";
import { NumberInput } from "./inputs";
import { KeyHints } from "./KeyHints";
import { Form } from "./TimeEditor";
import { tidy, usePillEdit } from "./usePillEdit";
import { RangeEditor } from "./ValueEditor";

const FORMS = ["did", "didNot", "gte", "gt", "lte", "lt", "is", "between"] as const;
type CountForm = (typeof FORMS)[number];

/** How often someone did it. */
export function CountEditor({ id, card }: { id: string; card: EventCondition }) {
  const words = useWords();
  const edit = usePillEdit(id, "count", "builder.step.count");
  const form = formOf(card);
  const write = (op: Op | undefined, value: Json | undefined) =>
    edit((was) => (isEvent(was) ? tidy({ ...was, op, value }) : was));

  const choose = (next: CountForm) => {
    if (next === "did") write(undefined, undefined);
    else if (next === "didNot") write("is", 0);
    else if (next === "between") write("between", [1, Math.max(2, numberOf(card) ?? 2)]);
    else write(next, Math.max(numberOf(card) ?? 0, next === "gte" || next === "lt" ? 2 : 1));
  };

  return (
    <>
      <ul className="forms">
        {FORMS.map((one) => (
          <Form
            key={one}
            name="count-form"
            testId={`count-${one}`}
            on={form === one}
            onChoose={() => choose(one)}
            label={words.t(`builder.count.form.${one}`)}
          >
            {one === "did" || one === "didNot" ? null : (
              <>
                <span>{words.t(`builder.count.word.${one}`)}</span>
                {one === "between" ? (
                  <RangeEditor whole min={0} value={card.value} onChange={(value) => write("between", value)} />
                ) : (
                  <NumberInput
                    whole
                    min={0}
                    data-autofocus=""
                    label={words.t("builder.count.howOften")}
                    value={typeof card.value === "number" ? card.value : null}
                    onChange={(value) => write(one, value ?? undefined)}
                  />
                )}
                <span>{words.t("builder.timesWord", { n: numberOf(card) ?? 2 })}</span>
              </>
            )}
          </Form>
        ))}
      </ul>
      <KeyHints />
    </>
  );
}

function formOf(card: EventCondition): CountForm | null {
  if (isDid(card)) return card.op === undefined ? "did" : card.op === "gte" ? "gte" : "gt";
  if (isDidNot(card)) return "didNot";
  const op = card.op ?? "gte";
  return (FORMS as readonly string[]).includes(op) ? (op as CountForm) : null;
}

function numberOf(card: EventCondition): number | null {
  const value = Array.isArray(card.value) ? card.value[1] : card.value;
  return typeof value === "number" ? value : null;
}
