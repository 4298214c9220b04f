type Json = Record<string, unknown>;
type Duration = { n: number; unit: string };

const isEmpty = (value: unknown) => value === undefined || value === null || value === "";
const quoted = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(quoted).join(" or ");
  return typeof value === "string" ? `“${value}”` : String(value);
};
const names = (value: unknown): string => (Array.isArray(value) ? value.join(" or ") : String(value));
const duration = ({ n, unit }: Duration): string => `${n} ${unit}${n === 1 ? "" : "s"}`;

function when(window: unknown): string {
  const { last, next, ago } = (window ?? {}) as { last?: Duration; next?: Duration; ago?: Record<string, Duration> };
  if (last) return ` in the last ${duration(last)}`;
  if (next) return ` in the next ${duration(next)}`;
  return ago?.from && ago.to ? ` between ${duration(ago.from)} and ${duration(ago.to)} ago` : "";
}

function test({ op, value }: Json): string {
  const text = Array.isArray(value) ? value.join(", ") : typeof value === "object" ? when(value).trim() : value;
  return [String(op ?? "").replaceAll("_", " "), text].filter((part) => !isEmpty(part)).join(" ");
}

function filter(where: unknown): string {
  return where ? ` where ${clause(where as Json)}` : "";
}

const WORDS: Record<string, (card: Json) => string> = {
  all: ({ of }) => (of as Json[]).map((part) => `(${clause(part)})`).join(" and "),
  any: ({ of }) => (of as Json[]).map((part) => `(${clause(part)})`).join(" or "),
  not: ({ of }) => `not (${clause(of as Json)})`,
  sequence({ steps, same, window }) {
    const [first, ...others] = steps as Json[];
    const then = others.map(({ event, within, absent }) => {
      const soon = within ? ` within ${duration(within as Duration)}` : "";
      return `, then${soon} ${absent ? "did not do" : "did"} ${names(event)}`;
    });
    const shared = Array.isArray(same) ? `, all with the same ${same.join(" and ")}` : "";
    return `did ${names(first?.event)}${filter(first?.where)}${when(window)}${then.join("")}${shared}`;
  },
  regular: ({ event, period, periods, at_least }) =>
    `did ${names(event)} in at least ${at_least} of the last ${periods} ${(period as Duration).unit}s`,
  changed: ({ property, from, to, window }) =>
    `${property} changed${isEmpty(from) ? "" : ` from ${quoted(from)}`}${isEmpty(to) ? "" : ` to ${quoted(to)}`}${when(window)}`,
  ever: (card) => `${card.property} was ${test(card)} at some time${when(card.window)}`,
  rank({ by, top, bottom }) {
    const { n, percent } = (top ?? bottom ?? {}) as { n?: number; percent?: number };
    const { event, property, measure } = by as Json;
    const of = measure as { fn: string; property?: string } | undefined;
    const what = event
      ? `${of ? `${of.fn} of ${of.property ?? "them"} over ` : "number of "}${names(event)}`
      : property;
    return `is among the ${top ? "top" : "bottom"} ${n ?? `${percent} %`} by ${what}${when((by as Json).window)}`;
  },
  related: ({ relation, where }) => `has 1 or more ${relation}${filter(where)}`,
  time: ({ part, ...rest }) => `${part} ${test(rest)}`,
  segment: ({ segment }) => `is in the segment ${quoted(segment)}`,
  list: ({ list }) => `is on the list ${quoted(list)}`,
  consent: ({ purpose, state }) => `has ${purpose} consent ${state}`,
  event(card) {
    const { event, pick, having, measure, where, window } = card;
    if (pick) return `${clause(having as Json)} in the ${pick} ${names(event)}`;
    const asked = test(card);
    const of = measure as { fn: string; property?: string } | undefined;
    if (of) return `${of.fn} of ${of.property ?? "time"} over ${names(event)}${filter(where)}${when(window)} ${asked}`;
    return `did ${names(event)}${asked ? ` ${asked} times` : ""}${filter(where)}${when(window)}`;
  },
  property: (card) => `${card.property} ${test(card)}${card.as_of ? ` as of ${card.as_of}` : ""}`,
  field: (card) => `${card.field} ${test(card)}`,
};

/** "plan is not free" or "did purchase in the last 30 days", roughly as Muster says it. */
export function clause(card: Json): string {
  return WORDS[String(card.kind)]?.(card) ?? String(card.kind);
}
