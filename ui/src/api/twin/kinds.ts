import { type TwinSegment, twinSegment } from "./segments";

type Json = Record<string, unknown>;

const days = (n: number) => ({ last: { n, unit: "day" } });
const is = (kind: "field" | "property", name: string, value: unknown) => ({ kind, [kind]: name, op: "is", value });
const related = (relation: string, where: Json): Json => ({ kind: "related", relation, where });
const plan = (from: string, to: string) => ({ kind: "changed", property: "plan", from, to, window: days(90) });

/** A card of each kind that has no editor, by what it is; the same conditions as in the sample workspace. */
export const KINDS: Record<string, Json> = {
  sequence: {
    kind: "sequence",
    same: ["product_id"],
    window: { ago: { from: { n: 90, unit: "day" }, to: { n: 3, unit: "day" } } },
    steps: [{ event: "add_to_cart" }, { event: "purchase", within: { n: 3, unit: "day" }, absent: true }],
  },
  regular: {
    kind: "regular",
    event: ["signed_in", "app_opened"],
    period: { n: 1, unit: "week" },
    periods: 4,
    at_least: 4,
  },
  changed: plan("family", "plus"),
  ever: { kind: "ever", property: "billing_status", op: "is", value: "trial" },
  past: { kind: "property", property: "plan", op: "is", value: "plus", as_of: "2026-03-15" },
  rank: {
    kind: "rank",
    by: {
      event: ["purchase", "subscription_renewed"],
      window: { last: { n: 1, unit: "year" } },
      measure: { fn: "sum", property: "amount" },
    },
    top: { percent: 10 },
  },
  related: related("household", related("members", related("policies", is("field", "tier", "premium")))),
  segment: { kind: "segment", segment: "Spring trial" },
  list: { kind: "list", list: "Invited to the spring dinner" },
  consent: { kind: "consent", purpose: "email", state: "granted" },
  first: {
    kind: "event",
    event: "purchase",
    pick: "first",
    having: related("product", is("field", "category", "add_on")),
  },
  measure: {
    kind: "event",
    event: "purchase",
    window: { last: { n: 1, unit: "year" } },
    measure: { fn: "sum", property: "amount" },
    op: "gte",
    value: 50,
  },
  seen: { kind: "event", event: "purchase", measure: { fn: "last" }, op: "during", value: days(180) },
  filtered: {
    kind: "event",
    event: "purchase",
    where: {
      kind: "all",
      of: [
        related("product", is("field", "premium", true)),
        related("sold_in", is("field", "area", "North")),
        related("holiday", is("field", "season", "Winter holidays")),
      ],
    },
  },
  weekend: {
    kind: "event",
    event: "purchase",
    window: { last: { n: 1, unit: "year" } },
    where: { kind: "time", part: "weekday", op: "in", value: [6, 7] },
  },
};

/** One segment for each of them, and one with all. */
export function everyKind(): TwinSegment[] {
  const one = (id: number, name: string, group: string, cards: Json[]) =>
    twinSegment({ id, name, group, cards, minutesAgo: id * 60 });
  const all = Object.entries(KINDS);
  return [
    one(1, "Every kind of condition", "any", Object.values(KINDS)),
    ...all.map(([kind, card], i) => one(i + 2, `Only ${kind}`, "all", [card])),
    one(all.length + 2, "Nobody at all", "all", [
      { kind: "event", event: "purchse" },
      is("property", "plan", "fammily"),
      is("property", "countri", "Germany"),
      { kind: "property", property: "industry", op: "matches", value: "\\bsoft" },
    ]),
  ];
}
