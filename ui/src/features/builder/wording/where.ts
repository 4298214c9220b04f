import type { Json, PropertyCondition } from "../../../rule-tree";

/** The filters on an event that the small editor can show: tests of its properties, joined one way. */
export type Filters = { readonly join: "all" | "any"; readonly tests: readonly PropertyCondition[] };

/** Reads an event's `where`; none where it has groups inside, or tests of another kind: that is kept as it is. */
export function readFilters(where: Json | undefined): Filters | null {
  if (where === undefined) return { join: "all", tests: [] };
  if (isTest(where)) return { join: "all", tests: [where] };
  if (!isObject(where) || (where.kind !== "all" && where.kind !== "any") || !Array.isArray(where.of)) return null;
  const known = Object.keys(where).every((key) => key === "kind" || key === "of");
  return known && where.of.every(isTest) ? { join: where.kind, tests: where.of } : null;
}

/** The filters as a `where`; none for no test. */
export function writeFilters({ join, tests }: Filters): Json | undefined {
  const [first, ...rest] = tests;
  if (!first) return undefined;
  return (rest.length === 0 ? first : { kind: join, of: tests }) as Json;
}

function isTest(value: Json): value is Json & PropertyCondition {
  return isObject(value) && value.kind === "property" && !("as_of" in value);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
