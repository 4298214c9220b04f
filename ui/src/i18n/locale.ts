import type { Rules } from "./format";

/** Numbers, dates and times as the person's locale writes them. */
export interface Locale extends Rules {
  tag: string;
  timeZone: string;
  dir: "ltr" | "rtl";
  /** 604,213 as "604K". */
  compact(value: number): string;
  /** 0.0266 as "2.7%". */
  percent(share: number): string;
  /** 19 Nov 2026. */
  date(instant: string): string;
  /** 09:30. */
  time(instant: string): string;
  /** 19 Nov 2026, 09:30. */
  dateTime(instant: string): string;
  /** "2 min. ago", "yesterday", "17 Nov", "3 Jan 2025". */
  ago(instant: string, now: number): string;
  /** "6.1 MB". */
  bytes(size: number): string;
  /** "8 sec", "2 min", "0.4 sec". */
  seconds(value: number): string;
  /** "a, b and c". */
  list(items: string[]): string;
  /** Compares two names as this language sorts them. */
  compare(a: string, b: string): number;
}

const RTL = new Set(["ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The formats of a language tag, in a time zone (the system's when left out). */
export function makeLocale(tag: string, timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone): Locale {
  const zone = { timeZone };
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 });
  const compact = new Intl.NumberFormat(tag, { notation: "compact", maximumSignificantDigits: 3 });
  const percent = new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 1, minimumFractionDigits: 0 });
  const plural = new Intl.PluralRules(tag);
  const date = new Intl.DateTimeFormat(tag, { day: "numeric", month: "short", year: "numeric", ...zone });
  const shortDate = new Intl.DateTimeFormat(tag, { day: "numeric", month: "short", ...zone });
  const time = new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit", ...zone });
  const dateTime = new Intl.DateTimeFormat(tag, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    ...zone,
  });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: "auto", style: "short" });
  const list = new Intl.ListFormat(tag, { type: "conjunction" });
  const collator = new Intl.Collator(tag, { numeric: true, sensitivity: "base" });
  const unit = (value: number, name: string, digits: number) =>
    new Intl.NumberFormat(tag, {
      style: "unit",
      unit: name,
      unitDisplay: "short",
      maximumFractionDigits: digits,
    }).format(value);
  const calendarDay = new Intl.DateTimeFormat("en-CA", zone);
  const dayNumber = (ms: number) => Date.parse(calendarDay.format(ms)) / DAY;

  return {
    tag,
    timeZone,
    dir: RTL.has(tag.split("-")[0] ?? "") ? "rtl" : "ltr",
    number: (value) => whole.format(value).replace("-", "−"),
    plural: (value) => plural.select(value),
    compact: (value) => compact.format(value),
    percent: (share) => percent.format(share),
    date: (instant) => date.format(Date.parse(instant)),
    time: (instant) => time.format(Date.parse(instant)),
    dateTime: (instant) => dateTime.format(Date.parse(instant)),
    ago: (instant, now) => {
      const at = Date.parse(instant);
      const past = now - at;
      if (past >= 0 && past < HOUR) return relative.format(-Math.floor(past / MINUTE), "minute");
      const days = dayNumber(now) - dayNumber(at);
      if (days === 0 && past >= 0) return relative.format(-Math.floor(past / HOUR), "hour");
      if (days === 1) return relative.format(-1, "day");
      return past >= 0 && past < 300 * DAY ? shortDate.format(at) : date.format(at);
    },
    bytes: (size) => {
      const steps = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
      let value = size;
      let step = 0;
      while (value >= 1000 && step < steps.length - 1) {
        value /= 1000;
        step += 1;
      }
      return unit(value, steps[step] ?? "byte", step === 0 || value >= 100 ? 0 : 1);
    },
    seconds: (value) => {
      if (value >= 5400) return unit(value / 3600, "hour", 1);
      if (value >= 90) return unit(Math.round(value / 60), "minute", 0);
      return unit(value, "second", value < 10 ? 1 : 0);
    },
    list: (items) => list.format(items),
    compare: (a, b) => collator.compare(a, b),
  };
}
