import { type ComponentPropsWithRef, useEffect, useState } from "react";
import { classes } from "../../../components";

type NumberInputProps = Omit<ComponentPropsWithRef<"input">, "onChange" | "value" | "type"> & {
  label: string;
  value: number | null;
  /** None while what is typed is no number. */
  onChange: (value: number | null) => void;
  whole?: boolean;
  min?: number;
};

/** A number as it is typed: a half-typed one is nothing yet, never a wrong one. */
export function NumberInput({ label, value, onChange, whole, min, className, ...rest }: NumberInputProps) {
  const [text, setText] = useState(value === null ? "" : String(value));
  // What is undone or chosen elsewhere shows here too; what is being typed stays as it is typed.
  useEffect(() => {
    setText((typed) => (readNumber(typed, whole, min) === value ? typed : value === null ? typed : String(value)));
  }, [value, whole, min]);
  return (
    <input
      {...rest}
      className={classes("num-input", className)}
      inputMode={whole ? "numeric" : "decimal"}
      autoComplete="off"
      aria-label={label}
      aria-invalid={text !== "" && readNumber(text, whole, min) === null ? true : undefined}
      value={text}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        onChange(readNumber(typed, whole, min));
      }}
      onKeyDown={(event) => {
        const step = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : 0;
        if (step === 0 || value === null) return;
        event.preventDefault();
        const next = value + step;
        if (min !== undefined && next < min) return;
        onChange(next);
      }}
    />
  );
}

function readNumber(text: string, whole?: boolean, min?: number): number | null {
  const trimmed = text.trim().replace("−", "-");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return null;
  const value = Number(trimmed);
  if (!Number.isFinite(value) || (whole && !Number.isInteger(value)) || (min !== undefined && value < min)) return null;
  return value;
}

type SelectProps<T extends string> = {
  label: string;
  value: T;
  choices: readonly { readonly value: T; readonly label: string }[];
  onChange: (value: T) => void;
};

/** A plain choice of a few words inside a sentence. */
export function InlineSelect<T extends string>({ label, value, choices, onChange }: SelectProps<T>) {
  return (
    <select
      className="inline-select"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value as T)}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * A day in the workspace's time zone. A time of day that the rule already has stays with it. Where the web view has no
 * date field of its own this is a field for text, so what is half typed is kept here until it is a day.
 */
export function DayInput({
  label,
  value,
  onChange,
  autoFocus,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}) {
  const day = value.slice(0, 10);
  const rest = value.slice(10);
  const [text, setText] = useState(day);
  useEffect(() => setText(day), [day]);
  return (
    <input
      type="date"
      className="day-input"
      aria-label={label}
      placeholder="2026-01-31"
      data-autofocus={autoFocus ? "" : undefined}
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        if (typed === "") onChange("");
        else if (DAY.test(typed)) onChange(typed + rest);
      }}
    />
  );
}
