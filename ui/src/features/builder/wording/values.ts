import type { Words } from "../../../i18n";
import type { Json } from "../../../rule-tree";

/** A value of a rule as it reads: numbers exactly, in the person's digits. */
export function valueWords(words: Words, value: Json): string {
  if (typeof value === "string") return value === "" ? words.t("builder.emptyText") : value;
  if (typeof value === "number") return exactNumber(words, value);
  if (typeof value === "boolean") return words.t(value ? "builder.true" : "builder.false");
  return JSON.stringify(value);
}

/** A number with every digit it has; years and ids of four digits stay unbroken. */
export function exactNumber(words: Words, value: number): string {
  let format = formats.get(words.tag);
  if (!format) {
    format = new Intl.NumberFormat(words.tag, { maximumFractionDigits: 20, useGrouping: "min2" });
    formats.set(words.tag, format);
  }
  return Number.isFinite(value) ? format.format(value) : String(value);
}

const formats = new Map<string, Intl.NumberFormat>();

/** Text as the value it most likely means, where the field holds such values. */
export function typedValue(text: string, kind: string): Json {
  const trimmed = text.trim();
  if (kind === "number" && trimmed !== "" && Number.isFinite(Number(trimmed))) return Number(trimmed);
  if (kind === "bool" && /^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === "true";
  return text;
}

/** True where both are the same value. */
export function sameValue(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
