import type { ValueKind } from "../../../api";
import type { MessageKey } from "../../../i18n";
import type { Json, Op } from "../../../rule-tree";

/** What kind of value an operator takes. */
export type ValueShape = "none" | "one" | "many" | "text" | "number" | "range" | "time" | "window" | "anniversary";

/** What each operator takes, and how it is called. The only place that says so. */
export const OPS: Record<Op, { shape: ValueShape; word: MessageKey }> = {
  is: { shape: "one", word: "builder.op.is" },
  is_not: { shape: "one", word: "builder.op.is_not" },
  in: { shape: "many", word: "builder.op.in" },
  not_in: { shape: "many", word: "builder.op.not_in" },
  contains: { shape: "text", word: "builder.op.contains" },
  not_contains: { shape: "text", word: "builder.op.not_contains" },
  starts_with: { shape: "text", word: "builder.op.starts_with" },
  ends_with: { shape: "text", word: "builder.op.ends_with" },
  matches: { shape: "text", word: "builder.op.matches" },
  not_matches: { shape: "text", word: "builder.op.not_matches" },
  gte: { shape: "number", word: "builder.op.gte" },
  gt: { shape: "number", word: "builder.op.gt" },
  lte: { shape: "number", word: "builder.op.lte" },
  lt: { shape: "number", word: "builder.op.lt" },
  between: { shape: "range", word: "builder.op.between" },
  during: { shape: "window", word: "builder.op.during" },
  not_during: { shape: "window", word: "builder.op.not_during" },
  before: { shape: "time", word: "builder.op.before" },
  after: { shape: "time", word: "builder.op.after" },
  anniversary: { shape: "anniversary", word: "builder.op.anniversary" },
  is_set: { shape: "none", word: "builder.op.is_set" },
  is_not_set: { shape: "none", word: "builder.op.is_not_set" },
};

const TEXT: readonly Op[] = [
  "is",
  "is_not",
  "in",
  "not_in",
  "contains",
  "not_contains",
  "starts_with",
  "ends_with",
  "matches",
  "not_matches",
  "is_set",
  "is_not_set",
];

/** Which operators are offered for what a field mostly holds, the first of each being the one a new card gets. */
const FITTING: Record<ValueKind, readonly Op[]> = {
  text: TEXT,
  number: ["gte", "gt", "lte", "lt", "between", "is", "is_not", "in", "not_in", "is_set", "is_not_set"],
  bool: ["is", "is_not", "is_set", "is_not_set"],
  time: ["during", "not_during", "before", "after", "anniversary", "is_set", "is_not_set"],
  list: TEXT,
  object: ["is_set", "is_not_set"],
};

/** The operators to offer; one that is there already is kept among them, whatever the kind. */
export function fittingOps(kind: ValueKind, current?: Op): readonly Op[] {
  const ops = FITTING[kind];
  return current && !ops.includes(current) ? [current, ...ops] : ops;
}

/** The operator of a new card. */
export function firstOp(kind: ValueKind): Op {
  return FITTING[kind][0] ?? "is";
}

/** An operator's word; a list "includes" where a text "is". */
export function opWord(op: Op, kind: ValueKind): MessageKey {
  if (kind === "list") {
    if (op === "is") return "builder.op.list.is";
    if (op === "is_not") return "builder.op.list.is_not";
    if (op === "in") return "builder.op.list.in";
    if (op === "not_in") return "builder.op.list.not_in";
  }
  return OPS[op].word;
}

/** The value as another operator takes it; left out where it would not fit. */
export function valueFor(value: Json | undefined, from: Op | undefined, to: Op): Json | undefined {
  if (value === undefined || from === undefined) return undefined;
  const was = OPS[from].shape;
  const shape = OPS[to].shape;
  if (was === shape) return value;
  const scalar = Array.isArray(value) ? value[0] : value;
  switch (shape) {
    case "many":
      return was === "one" || was === "text" || was === "number" ? [value] : undefined;
    case "one":
      return was === "many" || was === "text" || was === "number" || was === "range" ? scalar : undefined;
    case "text":
      return typeof scalar === "string" && was !== "time" ? scalar : undefined;
    case "number":
      return typeof scalar === "number" ? scalar : undefined;
    case "window":
      return was === "anniversary" ? value : undefined;
    case "anniversary":
      return was === "window" && recurs(value) ? value : undefined;
    default:
      return undefined;
  }
}

/** True for the windows in which a date can have its anniversary. */
function recurs(window: Json): boolean {
  return (
    typeof window === "object" && window !== null && ("last" in window || "next" in window || "calendar" in window)
  );
}
