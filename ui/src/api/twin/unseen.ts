import type { Unseen } from "../types";
import { catalog, EVERYONE, VALUES } from "./world";

type Json = Record<string, unknown>;

/** What a card asks for that the twin's world does not have, with the nearest that it has; none for negatives. */
export function unseenIn(card: Json, path = "where"): Unseen | null {
  const { events, properties } = catalog();
  if (card.kind === "event" && typeof card.event === "string" && card.event !== "*") {
    const negative = card.value === 0 || card.op === "lt" || card.op === "lte";
    if (negative || events.some(({ name }) => name === card.event)) return null;
    const near = nearest(card.event, events, ({ name }) => name);
    return {
      path,
      kind: "event",
      name: card.event,
      nearest: near?.name ?? null,
      count: near?.count ?? 0,
      last_seen: near?.last_seen ?? null,
    };
  }
  if (card.kind !== "property" || typeof card.property !== "string" || card.op !== "is") return null;
  if (!properties.some(({ name }) => name === card.property) && !(card.property in VALUES)) {
    const near = nearest(card.property, properties, ({ name }) => name);
    return { path, kind: "property", name: card.property, nearest: near?.name ?? null, count: 0, last_seen: null };
  }
  const values = VALUES[card.property];
  if (!values || values.some(([value]) => value === card.value)) return null;
  const near = nearest(String(card.value), values, ([value]) => String(value));
  return {
    path,
    kind: "value",
    name: String(card.value),
    nearest: near ? String(near[0]) : null,
    count: Math.round((near?.[1] ?? 0) * EVERYONE),
    last_seen: null,
  };
}

/** The one that begins alike, for at least two letters. */
function nearest<T>(word: string, known: readonly T[], nameOf: (one: T) => string): T | null {
  const alike = (one: T) => {
    const name = nameOf(one).toLowerCase();
    let n = 0;
    while (n < name.length && name[n] === word[n]?.toLowerCase()) n += 1;
    return n;
  };
  const [first] = [...known].sort((a, b) => alike(b) - alike(a));
  return first !== undefined && alike(first) >= 2 ? first : null;
}
