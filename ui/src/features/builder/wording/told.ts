import type { Words } from "../../../i18n";
import type { Condition, Json } from "../../../rule-tree";
import { isEvent, isProperty } from "../../../rule-tree";
import { saidOf } from "./said";

/** What kind of condition a card without editors is. */
export type ToldKind =
  | "sequence"
  | "regular"
  | "changed"
  | "ever"
  | "rank"
  | "related"
  | "time"
  | "segment"
  | "list"
  | "consent"
  | "past"
  | "first"
  | "last"
  | "measure"
  | "filtered"
  | "other";

const KINDS: readonly string[] = [
  "sequence",
  "regular",
  "changed",
  "ever",
  "rank",
  "related",
  "time",
  "segment",
  "list",
  "consent",
] satisfies readonly ToldKind[];

/** What kind of condition this is, for a card that its sentence tells. */
export function toldKind(card: Condition): ToldKind {
  if (isEvent(card)) {
    if (card.pick !== undefined || card.having !== undefined) return card.pick === "last" ? "last" : "first";
    if (card.measure !== undefined) return "measure";
    return card.where === undefined ? "other" : "filtered";
  }
  if (isProperty(card)) return card.as_of === undefined ? "other" : "past";
  return KINDS.includes(card.kind) ? (card.kind as ToldKind) : "other";
}

/** The kind as one calls it: "Events in order". */
export function kindWords(words: Words, card: Condition): string {
  return words.t(`builder.told.${toldKind(card)}`);
}

/** The condition's own sentence; before there is one, its kind and what it names. */
export function toldWords(words: Words, card: Condition): string {
  const sentence = saidOf(card);
  if (sentence) return sentence;
  const names = namesIn(card as unknown as Json);
  const kind = kindWords(words, card);
  return names.length === 0 ? kind : words.t("builder.told.about", { kind, names: words.list(names.slice(0, SHOWN)) });
}

const SHOWN = 3;
const NAMING: readonly string[] = ["event", "property", "field", "relation", "segment", "list", "purpose"];

/** Everything of the workspace that a condition names, from the outside in. */
function namesIn(json: Json): string[] {
  if (typeof json !== "object" || json === null) return [];
  if (Array.isArray(json)) return json.flatMap(namesIn);
  const found = Object.entries(json).flatMap(([key, value]) => {
    if (!NAMING.includes(key)) return [];
    return (Array.isArray(value) ? value : [value]).filter((name) => typeof name === "string");
  });
  return [...new Set([...found, ...Object.values(json).flatMap(namesIn)])];
}
