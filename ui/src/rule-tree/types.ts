/**
 * The draft: what the builder edits (`docs/draft.md`). Every value here is immutable; an edit makes a new tree that
 * shares with the old one everything it did not touch, so that an unchanged part is the same object.
 */

/** Anything JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** How the parts of a group are joined. */
export type GroupKind = "all" | "any" | "none" | "at_least";

/** Units of a duration. */
export type Unit = "second" | "minute" | "hour" | "day" | "week" | "month" | "year";

/** Units of the calendar. */
export type CalendarUnit = "day" | "week" | "month" | "quarter" | "year";

/** A length of time. */
export type Duration = { readonly n: number; readonly unit: Unit };

/** An instant: text as the rule language reads it, or a while ago. */
export type Time = string | { readonly ago: Duration };

/** A stretch of time, one of the rule language's forms. */
export type Window =
  | { readonly last: Duration }
  | { readonly next: Duration }
  | { readonly older_than: Duration }
  | { readonly ago: { readonly from: Duration; readonly to: Duration } }
  | { readonly from?: Time; readonly to?: Time }
  | { readonly calendar: { readonly unit: CalendarUnit; readonly offset: number } };

/** Operators of a test. */
export type Op =
  | "is"
  | "in"
  | "contains"
  | "starts_with"
  | "ends_with"
  | "matches"
  | "gt"
  | "gte"
  | "lt"
  | "lte"
  | "between"
  | "before"
  | "after"
  | "during"
  | "anniversary"
  | "is_set"
  | "is_not"
  | "not_in"
  | "not_contains"
  | "not_matches"
  | "not_during"
  | "is_not_set";

/** The operator and its value; either may still be missing. */
export type Test = { readonly op?: Op; readonly value?: Json };

/** A test of a profile field. */
export type FieldCondition = Test & { readonly kind: "field"; readonly field?: string };

/** A test of a property: of the person, or inside an event's `where`, of the event. */
export type PropertyCondition = Test & {
  readonly kind: "property";
  readonly property?: string;
  readonly as_of?: Json;
};

/** A test of how often (or how) a person did something. */
export type EventCondition = Test & {
  readonly kind: "event";
  readonly event?: string | readonly string[];
  readonly where?: Json;
  readonly window?: Json;
  readonly measure?: Json;
  readonly pick?: Json;
  readonly having?: Json;
};

/** A condition this page has no editor for yet. It is kept exactly as it is. */
export type OtherCondition = { readonly kind: string; readonly [key: string]: Json };

/** What stands on a card. */
export type Condition = FieldCondition | PropertyCondition | EventCondition | OtherCondition;

/** A card. */
export type CardNode = {
  readonly id: string;
  readonly card: Condition;
  readonly muted?: boolean;
};

/** A group. */
export type GroupNode = {
  readonly id: string;
  readonly group: GroupKind;
  readonly n?: number;
  readonly of: readonly DraftNode[];
  readonly muted?: boolean;
  readonly collapsed?: boolean;
};

/** A card or a group. */
export type DraftNode = CardNode | GroupNode;

/** The whole tree of a segment. Its root is always a group, is never muted and never goes away. */
export type Draft = { readonly muster_draft: 1; readonly root: GroupNode };

/** Tells a group from a card. */
export function isGroup(node: DraftNode): node is GroupNode {
  return "group" in node;
}

/** Tells a field condition from the others. */
export function isField(card: Condition): card is FieldCondition {
  return card.kind === "field";
}

/** Tells a property condition from the others. */
export function isProperty(card: Condition): card is PropertyCondition {
  return card.kind === "property";
}

/** Tells an event condition from the others. */
export function isEvent(card: Condition): card is EventCondition {
  return card.kind === "event";
}
