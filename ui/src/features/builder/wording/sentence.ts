import type { Catalog, ValueKind } from "../../../api";
import type { IconName } from "../../../components";
import type { MessageKey, Words } from "../../../i18n";
import type { Condition, EventCondition, Json, Op, PropertyCondition, Test } from "../../../rule-tree";
import { isDid, isDidNot, isEvent, isField, isProperty } from "../../../rule-tree";
import { eventKindOf, fieldName, kindOf } from "./catalog";
import { hasEditors } from "./editable";
import { OPS, opWord } from "./ops";
import { toldWords } from "./told";
import { valueWords } from "./values";
import { readFilters } from "./where";
import { spanWords, timeWords, windowForm, windowWords } from "./windows";

/** The parts of a card's sentence that open a small editor. */
export type PillName = "what" | "op" | "value" | "count" | "window" | "where";

/** A piece of a card's sentence: words between, or a pill. */
export type Part =
  | { readonly text: string }
  | {
      readonly pill: PillName;
      /** The editor it opens, where that has another name. */
      readonly opens: PillName;
      readonly look: "plain" | "what" | "op" | "value" | "missing" | "empty";
      readonly text: string;
      readonly icon?: IconName;
    };

/** A card as the pieces of one sentence; one without editors has a single piece. */
export function cardParts(words: Words, catalog: Catalog | undefined, card: Condition): readonly Part[] {
  if (!hasEditors(card)) return [{ text: toldWords(words, card) }];
  if (isField(card)) {
    const name = card.field === undefined ? null : fieldName(words, card.field);
    return [...what(words, name, "builder.missing.field"), ...testParts(words, card, kindOf(catalog, card))];
  }
  if (isProperty(card)) {
    return [
      ...what(words, card.property ?? null, "builder.missing.property"),
      ...testParts(words, card, kindOf(catalog, card)),
    ];
  }
  return isEvent(card) ? eventParts(words, catalog, card) : [];
}

/** The card's sentence as plain text. */
export function cardSentence(words: Words, catalog: Catalog | undefined, card: Condition): string {
  return cardParts(words, catalog, card)
    .filter((part) => !("pill" in part) || part.look !== "empty")
    .map((part) => part.text)
    .join(" ");
}

/** The first pill that still asks for something. */
export function firstMissing(parts: readonly Part[]): PillName | null {
  for (const part of parts) if ("pill" in part && part.look === "missing") return part.opens;
  return null;
}

function pill(
  name: PillName,
  look: "plain" | "what" | "op" | "value" | "missing" | "empty",
  text: string,
  more: { icon?: IconName; opens?: PillName } = {},
): Part {
  return { pill: name, opens: more.opens ?? name, look, text, ...(more.icon ? { icon: more.icon } : {}) };
}

function what(words: Words, name: string | null, missing: MessageKey): Part[] {
  return [name === null ? pill("what", "missing", words.t(missing)) : pill("what", "what", name)];
}

function testParts(words: Words, test: Test, kind: ValueKind): Part[] {
  if (test.op === undefined) return [pill("op", "missing", words.t("builder.missing.op"))];
  return [pill("op", "op", words.t(opWord(test.op, kind))), ...valueParts(words, test.op, test.value)];
}

function valueParts(words: Words, op: Op, value: Json | undefined): Part[] {
  const missing = (key: MessageKey, name: PillName = "value") => [pill(name, "missing", words.t(key))];
  const shape = OPS[op].shape;
  switch (shape) {
    case "none":
      return [];
    case "window":
    case "anniversary": {
      const span = spanWords(words, value);
      if (!span) return missing("builder.missing.window", "window");
      return [pill("window", "value", span, { icon: "clock" })];
    }
    case "many": {
      if (!Array.isArray(value) || value.length === 0) return missing("builder.missing.value");
      return manyParts(words, value);
    }
    case "range": {
      const low = rangeEnd(value, 0);
      const high = rangeEnd(value, 1);
      if (low === null || high === null) return missing("builder.missing.range");
      return [
        pill(
          "value",
          "value",
          words.t("builder.range", { low: valueWords(words, low), high: valueWords(words, high) }),
        ),
      ];
    }
    case "time":
      return isTime(value) ? [pill("value", "value", timeWords(words, value))] : missing("builder.missing.time");
    case "number":
      return value === undefined
        ? missing("builder.missing.number")
        : [pill("value", "value", valueWords(words, value))];
    case "text":
      return value === undefined || value === ""
        ? missing("builder.missing.text")
        : [pill("value", "value", valueWords(words, value))];
    default:
      return value === undefined
        ? missing("builder.missing.value")
        : [pill("value", "value", valueWords(words, value))];
  }
}

/** Longer lists say the first and how many more there are. */
function manyParts(words: Words, values: readonly Json[]): Part[] {
  const texts = values.map((value) => valueWords(words, value));
  const all = texts.join(", ");
  if (values.length === 1 || (values.length <= 4 && all.length <= 44)) return [pill("value", "value", all)];
  return [
    pill("value", "value", texts[0] ?? ""),
    pill("value", "value", words.t("builder.more", { n: values.length - 1 })),
  ];
}

function rangeEnd(value: Json | undefined, at: 0 | 1): Json | null {
  return Array.isArray(value) ? (value[at] ?? null) : null;
}

function isTime(value: Json | undefined): value is string | { ago: { n: number; unit: "day" } } {
  return (typeof value === "string" && value !== "") || (typeof value === "object" && value !== null && "ago" in value);
}

function eventParts(words: Words, catalog: Catalog | undefined, card: EventCondition): Part[] {
  return [
    ...didParts(words, card),
    ...what(words, card.event === undefined ? null : eventName(words, card.event), "builder.missing.event"),
    ...countParts(words, card),
    ...(card.where === undefined ? [] : whereParts(words, catalog, card)),
    ...eventWindowParts(words, card),
    // The offer of a filter comes last: it is no part of the sentence yet.
    ...(card.where === undefined ? whereParts(words, catalog, card) : []),
  ];
}

/** "app_opened", "app_opened or signed_in", "any event". */
export function eventName(words: Words, event: string | readonly string[]): string {
  if (event === "*") return words.t("builder.anyEvent");
  return typeof event === "string" ? event : event.join(` ${words.t("builder.join.any")} `);
}

function didParts(words: Words, card: EventCondition): Part[] {
  if (isDidNot(card)) return [pill("count", "op", words.t("builder.didNot"))];
  return isDid(card) ? [pill("count", "op", words.t("builder.did"))] : [{ text: words.t("builder.did") }];
}

function countParts(words: Words, card: EventCondition): Part[] {
  if (isDid(card) || isDidNot(card)) return [];
  const op = card.op ?? "gte";
  const word = op === "is" ? "builder.count.exactly" : op === "lt" ? "builder.count.lt" : OPS[op].word;
  const said = pill("count", "op", words.t(word));
  const value = card.value;
  if (op === "between") {
    const low = rangeEnd(value, 0);
    const high = rangeEnd(value, 1);
    if (low === null || typeof high !== "number") return [said, timesMissing(words)];
    const times = words.t("builder.times", { n: high });
    return [
      said,
      pill("value", "value", words.t("builder.range", { low: valueWords(words, low), high: times }), {
        opens: "count",
      }),
    ];
  }
  if (typeof value === "number")
    return [said, pill("value", "value", words.t("builder.times", { n: value }), { opens: "count" })];
  if (value === undefined) return [said, timesMissing(words)];
  return [said, pill("value", "value", valueWords(words, value), { opens: "count" })];
}

function timesMissing(words: Words): Part {
  return pill("value", "missing", words.t("builder.missing.number"), { opens: "count" });
}

function eventWindowParts(words: Words, card: EventCondition): Part[] {
  if (card.window === undefined) return [pill("window", "empty", words.t("builder.anyTime"), { icon: "clock" })];
  const when = windowForm(card.window) && windowWords(words, card.window);
  return [
    when
      ? pill("window", "plain", when, { icon: "clock" })
      : pill("window", "missing", words.t("builder.missing.window")),
  ];
}

function whereParts(words: Words, catalog: Catalog | undefined, card: EventCondition): Part[] {
  if (card.event === undefined) return [];
  const filters = readFilters(card.where);
  if (!filters || filters.tests.length === 0) return [pill("where", "empty", words.t("builder.whereNone"))];
  const complete = filters.tests.every((test) => testIsComplete(words, test));
  const join = ` ${words.t(filters.join === "all" ? "builder.join.all" : "builder.join.any")} `;
  const text = filters.tests.map((test) => filterWords(words, catalog, card.event, test)).join(join);
  return [{ text: words.t("builder.where") }, pill("where", complete ? "value" : "missing", text)];
}

/** "step is payment". */
export function filterWords(
  words: Words,
  catalog: Catalog | undefined,
  event: EventCondition["event"],
  test: PropertyCondition,
): string {
  const kind = eventKindOf(catalog, event, test.property, test.op);
  const name = test.property ?? words.t("builder.missing.property");
  return [name, ...testParts(words, test, kind).map((part) => part.text)].join(" ");
}

function testIsComplete(words: Words, test: PropertyCondition): boolean {
  return test.property !== undefined && firstMissing(testParts(words, test, "text")) === null;
}
