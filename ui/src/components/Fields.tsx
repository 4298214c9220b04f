import { type ComponentPropsWithRef, type ReactNode, useEffect, useId, useRef } from "react";
import { classes } from "./classes";
import { Icon, type IconName } from "./Icon";

type SearchFieldProps = Omit<ComponentPropsWithRef<"input">, "onChange" | "aria-label"> & {
  label: string;
  value: string;
  onChange: (value: string) => void;
  icon?: IconName;
  /** Shown at its end, such as a key. */
  hint?: ReactNode;
};

/** A one-line input with an icon; its label is spoken, its placeholder shown. */
export function SearchField({ label, value, onChange, icon = "search", hint, className, ...rest }: SearchFieldProps) {
  return (
    <div className={classes("field", className)}>
      <Icon name={icon} size="s" />
      <input
        spellCheck={false}
        autoComplete="off"
        {...rest}
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {hint}
    </div>
  );
}

type TextFieldProps = Omit<ComponentPropsWithRef<"input">, "onChange"> & {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | null;
};

/** A labelled one-line input, with what is wrong with it below. */
export function TextField({ label, value, onChange, error, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className="labelled">
      <label htmlFor={id}>{label}</label>
      <div className="field">
        <input
          {...rest}
          id={id}
          value={value}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      </div>
      {error && (
        <p className="fine danger" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

type CheckProps = {
  label: ReactNode;
  checked: boolean;
  mixed?: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
  /** What it does, under the label. */
  note?: ReactNode;
};

/** A checkbox with its label; a real one, drawn as in the tokens. */
export function Check({ label, checked, mixed, disabled, onChange, note }: CheckProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = Boolean(mixed);
  }, [mixed]);
  return (
    <div className="check-row">
      <span className={classes("check", checked && !mixed && "on", mixed && "mixed")}>
        <input
          ref={input}
          id={id}
          type="checkbox"
          checked={checked}
          disabled={disabled}
          aria-describedby={note ? `${id}-note` : undefined}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        {mixed ? <Icon name="minus" /> : checked && <Icon name="check" />}
      </span>
      <div className="grow">
        <label htmlFor={id}>{label}</label>
        {note && (
          <p className="fine" id={`${id}-note`}>
            {note}
          </p>
        )}
      </div>
    </div>
  );
}

type SwitcherProps<T extends string> = {
  label: string;
  value: T;
  choices: { value: T; label: string }[];
  onChange: (value: T) => void;
};

/** Two or three views of one thing side by side. */
export function Switcher<T extends string>({ label, value, choices, onChange }: SwitcherProps<T>) {
  return (
    // A fieldset would bring its own frame and legend; this is a toolbar's part.
    // biome-ignore lint/a11y/useSemanticElements: see above
    <span className="switcher" role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChange(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </span>
  );
}
