import { useState } from "react";
import { useWords } from "../../../i18n";
import type { Duration, Json } from "../../../rule-tree";
import { DurationInput } from "./DurationInput";
import { DayInput } from "./inputs";

/** A date, or so long ago. */
export function TimeEditor({
  value,
  onChange,
}: {
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}) {
  const words = useWords();
  const ago = typeof value === "object" && value !== null && "ago" in value ? (value.ago as Duration) : null;
  const [form, setForm] = useState<"date" | "ago">(ago ? "ago" : "date");
  const choose = (next: "date" | "ago") => {
    if (next === form) return;
    setForm(next);
    onChange(next === "ago" ? { ago: { n: 30, unit: "day" } } : undefined);
  };
  return (
    <ul className="forms">
      <Form name="time-form" on={form === "date"} onChoose={() => choose("date")} label={words.t("builder.time.date")}>
        <DayInput
          autoFocus
          label={words.t("builder.time.date")}
          value={typeof value === "string" ? value : ""}
          onChange={(day) => onChange(day === "" ? undefined : day)}
        />
      </Form>
      <Form name="time-form" on={form === "ago"} onChoose={() => choose("ago")} label={words.t("builder.time.ago")}>
        <DurationInput value={ago ?? { n: 30, unit: "day" }} onChange={(duration) => onChange({ ago: duration })} />
        <span>{words.t("builder.time.agoWord")}</span>
      </Form>
    </ul>
  );
}

/** One of the forms that something can take: a radio button with its words; its fields show while it is chosen. */
export function Form({
  name,
  on,
  onChoose,
  label,
  children,
  testId,
}: {
  name: string;
  on: boolean;
  onChoose: () => void;
  label: string;
  children?: React.ReactNode;
  testId?: string;
}) {
  return (
    <li className={on ? "at" : undefined}>
      <label>
        <input type="radio" name={name} checked={on} onChange={onChoose} data-testid={testId} />
        <span className={on && children ? "sr" : undefined}>{label}</span>
      </label>
      {on && children && <span className="form-fields">{children}</span>}
    </li>
  );
}
