import type { Condition, EventCondition, Op, Test } from "./types";
import { isEvent, isField, isProperty } from "./types";

/** Operators whose negative is exactly the complement, whatever the value: absent values are in the negative. */
const NEGATIVE: Partial<Record<Op, Op>> = {
  is: "is_not",
  in: "not_in",
  contains: "not_contains",
  matches: "not_matches",
  during: "not_during",
  is_set: "is_not_set",
  is_not: "is",
  not_in: "in",
  not_contains: "contains",
  not_matches: "matches",
  not_during: "during",
  is_not_set: "is_set",
};

/** Comparisons of a number that is always there, such as a count of events, turn round exactly as well. */
const NEGATIVE_OF_NUMBER: Partial<Record<Op, Op>> = { gt: "lte", lte: "gt", gte: "lt", lt: "gte" };

/** Measures that are a number for everybody: 0 where nothing matched. */
const ALWAYS_A_NUMBER = ["count", "active_days", "distinct", "sum"];

/** The card that holds exactly where this one does not; none where only a group can say that. */
export function negated(card: Condition): Condition | null {
  if (isEvent(card)) return negatedEvent(card);
  if (isField(card) || isProperty(card)) {
    const op = card.op && NEGATIVE[card.op];
    return op ? { ...card, op } : null;
  }
  return null;
}

function negatedEvent(card: EventCondition): Condition | null {
  if (card.pick !== undefined || card.having !== undefined) return null;
  const alwaysANumber = card.measure === undefined || measureIsAlwaysANumber(card.measure);
  const counts = card.measure === undefined || measureName(card.measure) === "count";
  if (counts && isDid(card)) {
    const { op: _op, value: _value, ...rest } = card;
    return { ...rest, op: "is", value: 0 };
  }
  if (counts && isDidNot(card)) {
    const { op: _op, value: _value, ...rest } = card;
    return rest;
  }
  const op = card.op && (NEGATIVE[card.op] ?? (alwaysANumber ? NEGATIVE_OF_NUMBER[card.op] : undefined));
  return op ? { ...card, op } : null;
}

/** "did": at least once, said or left unsaid. */
export function isDid(test: Test): boolean {
  if (test.op === undefined) return test.value === undefined || test.value === 1;
  return (test.op === "gte" && test.value === 1) || (test.op === "gt" && test.value === 0);
}

/** "did not": not a single time. */
export function isDidNot(test: Test): boolean {
  return ((test.op === "is" || test.op === "lte") && test.value === 0) || (test.op === "lt" && test.value === 1);
}

function measureName(measure: unknown): unknown {
  return typeof measure === "object" && measure !== null && "fn" in measure ? measure.fn : undefined;
}

function measureIsAlwaysANumber(measure: unknown): boolean {
  const name = measureName(measure);
  return typeof name === "string" && ALWAYS_A_NUMBER.includes(name);
}
