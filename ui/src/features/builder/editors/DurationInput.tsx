import { useWords } from "../../../i18n";
import type { Duration, Unit } from "../../../rule-tree";
import { UNITS } from "../wording/windows";
import { InlineSelect, NumberInput } from "./inputs";

/** "30 days": a whole number and a unit. */
export function DurationInput({
  value,
  onChange,
  autoFocus,
  label,
}: {
  value: Duration;
  /** A number that is half typed changes nothing: the last whole one stands. */
  onChange: (value: Duration) => void;
  autoFocus?: boolean;
  label?: string;
}) {
  const words = useWords();
  const units: readonly Unit[] = UNITS.includes(value.unit) ? UNITS : [value.unit, ...UNITS];
  return (
    <>
      <NumberInput
        whole
        min={1}
        data-autofocus={autoFocus ? "" : undefined}
        label={label ?? words.t("builder.window.howMany")}
        value={value.n}
        onChange={(n) => n !== null && onChange({ ...value, n })}
      />
      <InlineSelect
        label={words.t("builder.window.unit")}
        value={value.unit}
        choices={units.map((unit) => ({ value: unit, label: words.t(`builder.unit.${unit}`, { n: value.n }) }))}
        onChange={(unit) => onChange({ ...value, unit })}
      />
    </>
  );
}
