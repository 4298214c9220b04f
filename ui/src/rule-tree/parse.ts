import { type MakeId, randomId, withFreshIds } from "./ids";
import type { CardNode, Condition, Draft, DraftNode, GroupKind, GroupNode, Json } from "./types";

type JsonObject = { readonly [key: string]: Json };

const GROUPS: readonly string[] = ["all", "any", "none", "at_least"] satisfies readonly GroupKind[];

/** Reads a draft from its JSON text; none where the text is no draft. Keys it does not know are kept. */
export function parseDraft(text: string): Draft | null {
  const value = readJson(text);
  if (!isObject(value) || value.muster_draft !== 1) return null;
  const root = readNode(value.root);
  return root && "group" in root && idsAreUnique(root) ? { ...value, muster_draft: 1, root } : null;
}

/** The draft as JSON text. */
export function draftText(draft: Draft): string {
  return JSON.stringify(draft);
}

/** Cards and groups as text for the clipboard. */
export function clipboardText(nodes: readonly DraftNode[]): string {
  return JSON.stringify({ muster_cards: nodes }, null, 2);
}

/**
 * Reads what was pasted: cards copied here, a draft, a segment's file, or a bare condition (or a list of them) of the
 * rule language. Everything gets fresh ids. None where it is nothing of that.
 */
export function parsePasted(text: string, makeId: MakeId = randomId): readonly DraftNode[] | null {
  const value = readJson(text);
  const nodes = isObject(value) && Array.isArray(value.muster_cards) ? readAll(value.muster_cards, readNode) : null;
  const found = nodes ?? pastedRule(value, makeId);
  return found && found.length > 0 ? found.map((node) => withFreshIds(node, makeId)) : null;
}

function pastedRule(value: Json | undefined, makeId: MakeId): readonly DraftNode[] | null {
  if (Array.isArray(value)) return readAll(value, (item) => fromRule(item, makeId));
  if (!isObject(value)) return null;
  if (value.muster_draft === 1) return one(readNode(value.root));
  if (value.muster === 1) return one(fromRule(value.where, makeId));
  return one(fromRule(value, makeId));
}

/** A condition of the rule language as a tree: its groups become groups, everything else a card. */
export function fromRule(rule: Json | undefined, makeId: MakeId = randomId): DraftNode | null {
  if (!isObject(rule) || typeof rule.kind !== "string") return null;
  const { kind } = rule;
  if (kind === "all" || kind === "any" || kind === "at_least") {
    const of = Array.isArray(rule.of) ? readAll(rule.of, (part) => fromRule(part, makeId)) : null;
    if (!of) return null;
    const n = kind === "at_least" && typeof rule.n === "number" ? { n: rule.n } : {};
    return { id: makeId(), group: kind, ...n, of };
  }
  if (kind === "not") {
    const part = fromRule(rule.of, makeId);
    if (!part) return null;
    const of = "group" in part && part.group === "any" ? part.of : [part];
    return { id: makeId(), group: "none", of };
  }
  return { id: makeId(), card: rule as Condition };
}

function readNode(value: Json | undefined): DraftNode | null {
  if (!isObject(value) || typeof value.id !== "string") return null;
  if (typeof value.group === "string" && GROUPS.includes(value.group) && Array.isArray(value.of)) {
    const of = readAll(value.of, readNode);
    return of ? ({ ...value, of } as unknown as GroupNode) : null;
  }
  if (isObject(value.card) && typeof value.card.kind === "string") return value as unknown as CardNode;
  return null;
}

function readAll<T>(values: readonly Json[], read: (value: Json) => T | null): readonly T[] | null {
  const all = values.map(read);
  return all.every((item): item is Awaited<T> & T => item !== null) ? (all as readonly T[]) : null;
}

function idsAreUnique(root: DraftNode): boolean {
  const seen = new Set<string>();
  const walk = (node: DraftNode): boolean => {
    if (seen.has(node.id)) return false;
    seen.add(node.id);
    return !("group" in node) || node.of.every(walk);
  };
  return walk(root);
}

function one<T>(item: T | null): readonly T[] | null {
  return item === null ? null : [item];
}

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
