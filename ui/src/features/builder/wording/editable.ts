import type { Condition, EventCondition, Json, Op, PropertyCondition, Test } from "../../../rule-tree";
import { isEvent, isField, isProperty } from "../../../rule-tree";
import { OPS } from "./ops";
import { readFilters } from "./where";
import { CALENDAR_UNITS, isDuration, windowForm } from "./windows";

/**
 * True where the small editors understand all of a card. Everything else is told by its sentence and kept as it is:
 * kinds without an editor, and whatever is not formed as the language says (it may have been pasted).
 */
export function hasEditors(card: Condition): boolean {
  if (isField(card)) return onlyKeys(card, ["kind", "field", "op", "value"]) && isName(card.field) && isTest(card);
  if (isProperty(card)) return isPlainProperty(card);
  return isEvent(card) && isPlainEvent(card);
}

function isPlainProperty(card: PropertyCondition): boolean {
  return onlyKeys(card, ["kind", "property", "op", "value"]) && isName(card.property) && isTest(card);
}

/** Events that are counted, filtered by nothing but tests of their properties. */
function isPlainEvent(card: EventCondition): boolean {
  return (
    onlyKeys(card, ["kind", "event", "where", "window", "measure", "op", "value"]) &&
    (isName(card.event) || isNames(card.event)) &&
    (card.measure === undefined || isCount(card.measure)) &&
    isEmptyOrWindow(card.window) &&
    isCountTest(card) &&
    (readFilters(card.where)?.tests.every(isPlainProperty) ?? false)
  );
}

const COUNT_OPS: readonly Op[] = ["gte", "gt", "lte", "lt", "is", "between"];

function isCountTest({ op, value }: Test): boolean {
  if (op !== undefined && !COUNT_OPS.includes(op)) return false;
  if (value === undefined || typeof value === "number") return true;
  return op === "between" && isRange(value);
}

function isTest({ op, value }: Test): boolean {
  if (op === undefined) return true;
  if (!Object.hasOwn(OPS, op)) return false;
  if (value === undefined) return true;
  switch (OPS[op].shape) {
    case "window":
    case "anniversary":
      return isEmptyOrWindow(value);
    case "many":
      return isScalar(value) || (Array.isArray(value) && value.every(isScalar));
    case "range":
      return isScalar(value) || isRange(value);
    case "time":
      return isScalar(value) || isAgo(value);
    default:
      return isScalar(value);
  }
}

function isEmptyOrWindow(value: Json | undefined): boolean {
  if (value === undefined) return true;
  if (!isObject(value)) return false;
  if (Object.keys(value).length === 0) return true;
  switch (windowForm(value)) {
    case "last":
    case "next":
    case "older_than":
      return Object.keys(value).length === 1 && Object.values(value).every(isDuration);
    case "ago":
      return isObject(value.ago) && isDuration(value.ago.from) && isDuration(value.ago.to);
    case "calendar":
      return isObject(value.calendar) && isCalendar(value.calendar);
    case "dates":
      return [value.from, value.to].every((end) => end === undefined || typeof end === "string" || isAgo(end));
    default:
      return false;
  }
}

function isCalendar({ unit, offset }: { readonly [key: string]: Json }): boolean {
  return CALENDAR_UNITS.some((known) => known === unit) && (offset === undefined || typeof offset === "number");
}

function isAgo(value: Json): boolean {
  return isObject(value) && isDuration(value.ago);
}

function isRange(value: Json): boolean {
  return Array.isArray(value) && value.every((end) => end === null || typeof end === "number");
}

function isCount(measure: Json): boolean {
  return isObject(measure) && measure.fn === "count" && onlyKeys(measure, ["fn"]);
}

/** A name, or none yet. */
function isName(value: unknown): boolean {
  return value === undefined || typeof value === "string";
}

function isNames(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === "string");
}

function isScalar(value: Json): boolean {
  return typeof value !== "object";
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function onlyKeys(value: object, keys: readonly string[]): boolean {
  return Object.keys(value).every((key) => keys.includes(key));
}
