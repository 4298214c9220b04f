import { type ReactNode, useState } from "react";
import { Icon } from "../../../components";
import { useWords } from "../../../i18n";
import {
  type CalendarUnit,
  type Condition,
  type Duration,
  isEvent,
  isField,
  isProperty,
  type Json,
  type Time,
  type Window,
} from "../../../rule-tree";
import { useCounting } from "../state/context";
import { boundsWords, CALENDAR_UNITS, calendarWords, type WindowForm, windowForm } from "../wording/windows";
import { DurationInput } from "./DurationInput";
import { DayInput, InlineSelect } from "./inputs";
import { Form } from "./TimeEditor";
import { tidy, usePillEdit } from "./usePillEdit";

/** What the windows of events can be: nothing happens in the future. */
const OF_EVENTS: readonly WindowForm[] = ["last", "older_than", "ago", "dates", "calendar"];
const OF_TIMES: readonly WindowForm[] = ["last", "next", "older_than", "ago", "dates", "calendar"];
const OF_ANNIVERSARIES: readonly WindowForm[] = ["next", "last", "calendar"];

/** Chooses a stretch of time; its exact times stand below. */
export function WindowEditor({ id, card }: { id: string; card: Condition }) {
  const words = useWords();
  const edit = usePillEdit(id, "window", "builder.step.window");
  const report = useCounting((counting) => counting.nodes.get(id));
  const now = useCounting((counting) => counting.report?.now ?? null);
  const window = windowOf(card);
  const anniversary = (isField(card) || isProperty(card)) && card.op === "anniversary";
  const forms = isEvent(card) ? OF_EVENTS : anniversary ? OF_ANNIVERSARIES : OF_TIMES;
  const bounds = report?.window && boundsWords(words, report.window, now, true);
  const write = (next: Window | undefined) => edit((was) => withWindow(was, next));

  return (
    <>
      <WindowForms forms={forms} value={window} now={now} onChange={write}>
        {isEvent(card) && (
          <Form
            name="window-form"
            testId="window-any"
            on={card.window === undefined}
            onChoose={() => write(undefined)}
            label={words.t("builder.anyTime")}
          />
        )}
      </WindowForms>
      <footer aria-live="polite">
        {report?.state === "failed" && report.message ? (
          <span className="danger">
            <Icon name="alert" size="xs" /> {report.message}
          </span>
        ) : (
          <span>
            {bounds
              ? words.t("builder.window.exactly", { bounds, zone: words.timeZone })
              : words.t("builder.window.ever")}
          </span>
        )}
      </footer>
    </>
  );
}

function windowOf(card: Condition): Json | undefined {
  if (isEvent(card)) return card.window;
  return isField(card) || isProperty(card) ? card.value : undefined;
}

function withWindow(card: Condition, window: Window | undefined): Condition {
  if (isEvent(card)) return tidy({ ...card, window: window as Json | undefined });
  if (isField(card) || isProperty(card)) return tidy({ ...card, value: window as Json | undefined });
  return card;
}

type FormsProps = {
  forms: readonly WindowForm[];
  value: Json | undefined;
  now: string | null;
  onChange: (window: Window) => void;
  children?: ReactNode;
};

/** The forms of a window, the chosen one with its fields. */
export function WindowForms({ forms, value, now, onChange, children }: FormsProps) {
  const words = useWords();
  const form = windowForm(value);
  const [defaults] = useState(() => defaultWindows(now));
  const shown = form && !forms.includes(form) ? [form, ...forms] : forms;
  return (
    <ul className="forms">
      {shown.map((one, index) => (
        <Form
          key={one}
          name="window-form"
          testId={`window-${one}`}
          on={form === one}
          onChoose={() => onChange(defaults[one])}
          label={words.t(`builder.window.${one}`)}
        >
          <Fields window={value as Window} autoFocus={form === one || index === 0} onChange={onChange} />
        </Form>
      ))}
      {children}
    </ul>
  );
}

function defaultWindows(now: string | null): Record<WindowForm, Window> {
  const today = now ? new Date(now) : new Date();
  const before = new Date(today.getTime() - 30 * 24 * 3600 * 1000);
  const days = (n: number): Duration => ({ n, unit: "day" });
  return {
    last: { last: days(30) },
    next: { next: days(30) },
    older_than: { older_than: days(30) },
    ago: { ago: { from: days(60), to: days(30) } },
    dates: { from: before.toISOString().slice(0, 10), to: today.toISOString().slice(0, 10) },
    calendar: { calendar: { unit: "month", offset: 0 } },
  };
}

function Fields({
  window,
  autoFocus,
  onChange,
}: {
  window: Window;
  autoFocus: boolean;
  onChange: (window: Window) => void;
}) {
  const words = useWords();
  if ("last" in window) return duration("last", window.last);
  if ("next" in window) return duration("next", window.next);
  if ("older_than" in window) return duration("older_than", window.older_than);
  if ("ago" in window) {
    const { from, to } = window.ago;
    return (
      <>
        <span>{words.t("builder.window.word.between")}</span>
        <DurationInput
          autoFocus={autoFocus}
          label={words.t("builder.window.farther")}
          value={from}
          onChange={(next) => onChange({ ago: { from: next, to } })}
        />
        <span>{words.t("builder.join.all")}</span>
        <DurationInput
          label={words.t("builder.window.nearer")}
          value={to}
          onChange={(next) => onChange({ ago: { from, to: next } })}
        />
        <span>{words.t("builder.time.agoWord")}</span>
      </>
    );
  }
  if ("calendar" in window) return <CalendarFields {...window.calendar} onChange={onChange} />;
  return <DateFields from={(window as { from?: Time }).from} to={(window as { to?: Time }).to} onChange={onChange} />;

  function duration(key: "last" | "next" | "older_than", value: Duration) {
    return (
      <>
        <span>{words.t(`builder.window.word.${key}`)}</span>
        <DurationInput autoFocus={autoFocus} value={value} onChange={(next) => onChange({ [key]: next } as Window)} />
      </>
    );
  }
}

function DateFields({ from, to, onChange }: { from?: Time; to?: Time; onChange: (window: Window) => void }) {
  const words = useWords();
  // Either end may be left out, not both: then the last one that stood stays.
  const write = (next: { from?: Time | undefined; to?: Time | undefined }) => {
    const window = tidy(next);
    if ("from" in window || "to" in window) onChange(window as Window);
  };
  return (
    <>
      <DayInput
        autoFocus
        label={words.t("builder.window.from")}
        value={typeof from === "string" ? from : ""}
        onChange={(day) => write({ from: day || undefined, to })}
      />
      <span>{words.t("builder.join.all")}</span>
      <DayInput
        label={words.t("builder.window.to")}
        value={typeof to === "string" ? to : ""}
        onChange={(day) => write({ from, to: day || undefined })}
      />
    </>
  );
}

const FARTHEST = 12;

function CalendarFields({
  unit,
  offset = 0,
  onChange,
}: {
  unit: CalendarUnit;
  offset?: number;
  onChange: (window: Window) => void;
}) {
  const words = useWords();
  const offsets = Array.from({ length: 2 * FARTHEST + 1 }, (_, index) => FARTHEST - index);
  if (!offsets.includes(offset)) offsets.push(offset);
  return (
    <>
      <InlineSelect
        label={words.t("builder.window.unit")}
        value={unit}
        choices={CALENDAR_UNITS.map((one) => ({ value: one, label: words.t(`builder.unit.${one}`, { n: 1 }) }))}
        onChange={(next) => onChange({ calendar: { unit: next, offset } })}
      />
      <InlineSelect
        label={words.t("builder.window.which")}
        value={String(offset)}
        choices={offsets.map((one) => ({ value: String(one), label: calendarWords(words, unit, one) }))}
        onChange={(next) => onChange({ calendar: { unit, offset: Number(next) } })}
      />
    </>
  );
}
