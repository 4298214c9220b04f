import type { Words } from "../../../i18n";
import type { CalendarUnit, Duration, Json, Time, Unit, Window } from "../../../rule-tree";

/** The choices of the window editor, and what each looks like in JSON. */
export type WindowForm = "last" | "next" | "older_than" | "ago" | "dates" | "calendar";

/** Which of the forms this is; none for what the language does not know. */
export function windowForm(window: Json | Window | undefined): WindowForm | null {
  if (typeof window !== "object" || window === null || Array.isArray(window)) return null;
  if ("last" in window) return "last";
  if ("next" in window) return "next";
  if ("older_than" in window) return "older_than";
  if ("ago" in window) return "ago";
  if ("calendar" in window) return "calendar";
  return "from" in window || "to" in window ? "dates" : null;
}

/** Units one may choose, the everyday ones. A rule with seconds keeps them. */
export const UNITS: readonly Unit[] = ["minute", "hour", "day", "week", "month", "year"];

/** Calendar units one may choose. */
export const CALENDAR_UNITS: readonly CalendarUnit[] = ["day", "week", "month", "quarter", "year"];

/** True for a length of time as the language writes it. */
export function isDuration(value: Json | undefined): boolean {
  if (typeof value !== "object" || value === null || !("n" in value) || !("unit" in value)) return false;
  return typeof value.n === "number" && (value.unit === "second" || UNITS.some((unit) => unit === value.unit));
}

/** "30 days". */
export function durationWords(words: Words, { n, unit }: Duration): string {
  return words.t(`builder.duration.${unit}`, { n });
}

/** "19 Nov 2026", or with its time of day where it has one; the date as the person wrote it where it is none. */
export function timeWords(words: Words, time: Time): string {
  if (typeof time !== "string") return words.t("builder.ago", { duration: durationWords(words, time.ago) });
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(time);
  if (day) return dayWords(words, time);
  return Number.isNaN(Date.parse(time)) ? time : words.dateTime(time);
}

/** A day by itself has no zone: it reads the same everywhere. */
function dayWords(words: Words, day: string): string {
  const format = new Intl.DateTimeFormat(words.tag, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  const at = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(at) ? day : format.format(at);
}

/** "in the last 30 days", as it stands after what someone did. */
export function windowWords(words: Words, window: Json | undefined): string | null {
  return inWords(words, window, "when");
}

/** "the last 30 days", as it stands after "is in". */
export function spanWords(words: Words, window: Json | undefined): string | null {
  return inWords(words, window, "span");
}

function inWords(words: Words, json: Json | undefined, form: "when" | "span"): string | null {
  const window = json as Window | undefined;
  if (!window || !windowForm(window)) return null;
  const t = (
    key: "last" | "next" | "older_than" | "ago" | "between" | "since" | "until",
    values: Record<string, string>,
  ) => words.t(`builder.${form}.${key}`, values);
  if ("last" in window) return t("last", { duration: durationWords(words, window.last) });
  if ("next" in window) return t("next", { duration: durationWords(words, window.next) });
  if ("older_than" in window) return t("older_than", { duration: durationWords(words, window.older_than) });
  if ("ago" in window) {
    const { from, to } = window.ago;
    const start = from.unit === to.unit ? words.number(from.n) : durationWords(words, from);
    return t("ago", { from: start, to: durationWords(words, to) });
  }
  if ("calendar" in window) return calendarWords(words, window.calendar.unit, window.calendar.offset ?? 0, form);
  const { from, to } = window as { from?: Time; to?: Time };
  if (from !== undefined && to !== undefined) {
    return t("between", { from: timeWords(words, from), to: timeWords(words, to) });
  }
  if (from !== undefined) return t("since", { from: timeWords(words, from) });
  return to === undefined ? null : t("until", { to: timeWords(words, to) });
}

/** "this month", "last month", "3 months ago". */
export function calendarWords(
  words: Words,
  unit: CalendarUnit,
  offset: number,
  form: "when" | "span" = "span",
): string {
  if (offset === 0) return words.t(`builder.calendar.${unit}.this`);
  if (offset === -1) return words.t(`builder.calendar.${unit}.last`);
  if (offset === 1) return words.t(`builder.calendar.${unit}.next`);
  const duration = words.t(`builder.duration.${unit}`, { n: Math.abs(offset) });
  const values = { unit: words.t(`builder.unit.${unit}`, { n: 1 }), duration };
  return words.t(offset < 0 ? `builder.calendar.ago.${form}` : `builder.calendar.ahead.${form}`, values);
}

/** "20 Oct 09:30 to 19 Nov 09:30"; the year where it is not this one. */
export function boundsWords(
  words: Words,
  bounds: { from: string | null; to: string | null },
  now: string | null,
  withYear = false,
): string | null {
  const year = now === null ? null : yearOf(words, now);
  const short = (instant: string) =>
    withYear || yearOf(words, instant) !== year
      ? words.dateTime(instant)
      : dayAndTime(words).format(Date.parse(instant));
  if (bounds.from && bounds.to) return words.t("builder.bounds", { from: short(bounds.from), to: short(bounds.to) });
  if (bounds.to) return words.t("builder.boundsTo", { to: short(bounds.to) });
  return bounds.from ? words.t("builder.boundsFrom", { from: short(bounds.from) }) : null;
}

function yearOf(words: Words, instant: string): string {
  return formatFor(`year ${words.tag} ${words.timeZone}`, words, { year: "numeric" }).format(Date.parse(instant));
}

function dayAndTime(words: Words): Intl.DateTimeFormat {
  return formatFor(`time ${words.tag} ${words.timeZone}`, words, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(key: string, words: Words, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(words.tag, { ...options, timeZone: words.timeZone });
    formats.set(key, format);
  }
  return format;
}
