import { find, findGroup, isWithin, type Place, parentOf, pathTo, placeOf } from "./find";
import { type MakeId, randomId, withFreshIds } from "./ids";
import { negated } from "./negate";
import type { Condition, Draft, DraftNode, GroupKind, GroupNode } from "./types";
import { isGroup } from "./types";

/** A tree after an edit, and the node the person is at now. An edit that changes nothing answers the same tree. */
export type Edited = { readonly draft: Draft; readonly focus: string };

/** Where something goes. `onto` makes one group of both; onto a group it goes into it, last. */
export type Target =
  | { readonly at: "before" | "after" | "onto"; readonly id: string }
  | { readonly at: "into"; readonly id: string; readonly index?: number };

/** An empty draft: everyone. */
export function emptyDraft(makeId: MakeId = randomId): Draft {
  return { muster_draft: 1, root: { id: makeId(), group: "all", of: [] } };
}

/** A new card. */
export function newCard(card: Condition, makeId: MakeId = randomId): DraftNode {
  return { id: makeId(), card };
}

/** Puts new nodes at a place; an index beyond the end means the end. */
export function insert(draft: Draft, place: Place, nodes: readonly DraftNode[]): Edited {
  const group = findGroup(draft, place.group);
  const first = nodes[0];
  if (!group || !first) return { draft, focus: group?.id ?? draft.root.id };
  const index = Math.max(0, Math.min(place.index, group.of.length));
  const of = [...group.of.slice(0, index), ...nodes, ...group.of.slice(index)];
  return { draft: replace(draft, group.id, { ...group, of }), focus: first.id };
}

/** Puts new nodes at a target, as `move` would. */
export function insertAt(draft: Draft, target: Target, nodes: readonly DraftNode[], makeId: MakeId = randomId): Edited {
  const [first, ...rest] = nodes;
  if (!first) return { draft, focus: draft.root.id };
  if (target.at === "onto") {
    const onto = find(draft, target.id);
    if (onto && !isGroup(onto)) {
      const both: GroupNode = {
        id: makeId(),
        group: groupWithin(parentOf(draft, target.id)?.group),
        of: [onto, first, ...rest],
      };
      return { draft: replace(draft, onto.id, both), focus: first.id };
    }
  }
  const place = placeFor(draft, target);
  return place ? insert(draft, place, nodes) : { draft, focus: find(draft, target.id) ? target.id : draft.root.id };
}

/** The place that a target means, in the tree as it stands; none for onto a card. */
export function placeFor(draft: Draft, target: Target): Place | null {
  if (target.at === "into" || target.at === "onto") {
    const group = findGroup(draft, target.id);
    if (!group) return null;
    const index = target.at === "into" ? (target.index ?? group.of.length) : group.of.length;
    return { group: group.id, index };
  }
  const place = placeOf(draft, target.id);
  if (!place) return null;
  return target.at === "before" ? place : { ...place, index: place.index + 1 };
}

/** True where the node may go there: not the root, nothing into itself, and nothing into a card. */
export function mayMove(draft: Draft, id: string, target: Target): boolean {
  return (
    id !== draft.root.id &&
    find(draft, id) !== null &&
    find(draft, target.id) !== null &&
    !isWithin(draft, target.id, id) &&
    (target.at !== "into" || findGroup(draft, target.id) !== null) &&
    (target.id !== draft.root.id || target.at === "into" || target.at === "onto")
  );
}

/** Moves a node. An `into` index counts the parts of the group as they stand before the move. */
export function move(draft: Draft, id: string, target: Target, makeId: MakeId = randomId): Edited {
  const node = find(draft, id);
  if (!node || !mayMove(draft, id, target)) return { draft, focus: id };
  const from = placeOf(draft, id);
  let to = target;
  if (to.at === "into" && from?.group === to.id && to.index !== undefined && to.index > from.index) {
    to = { ...to, index: to.index - 1 };
  }
  const moved = insertAt(without(draft, id), to, [node], makeId);
  return same(moved.draft, draft) ? { draft, focus: id } : { draft: moved.draft, focus: id };
}

/** Moves a node to a place that is counted in the tree without it. */
export function moveTo(draft: Draft, id: string, place: Place): Edited {
  const from = placeOf(draft, id);
  const node = find(draft, id);
  if (!from || !node || isWithin(draft, place.group, id)) return { draft, focus: id };
  if (from.group === place.group && from.index === place.index) return { draft, focus: id };
  return insert(without(draft, id), place, [node]);
}

/** Takes a node out; the next one, or the one before, or the group is where the person is then. */
export function remove(draft: Draft, id: string): Edited {
  const parent = parentOf(draft, id);
  if (!parent) return { draft, focus: draft.root.id };
  const index = parent.of.findIndex((part) => part.id === id);
  const focus = parent.of[index + 1]?.id ?? parent.of[index - 1]?.id ?? parent.id;
  return { draft: without(draft, id), focus };
}

/** Puts a copy with ids of its own after the node. */
export function duplicate(draft: Draft, id: string, makeId: MakeId = randomId): Edited {
  const node = find(draft, id);
  const place = placeOf(draft, id);
  if (!node || !place) return { draft, focus: id };
  return insert(draft, { ...place, index: place.index + 1 }, [withFreshIds(node, makeId)]);
}

/** Puts a group around a node. Around the root: its parts go into a new group inside it. */
export function wrap(draft: Draft, id: string, kind?: GroupKind, makeId: MakeId = randomId): Edited {
  const node = find(draft, id);
  if (!node) return { draft, focus: id };
  if (node.id === draft.root.id) {
    const inner = { ...draft.root, id: makeId() };
    const root: GroupNode = { id, group: kind ?? "all", of: [inner], ...(kind === "at_least" ? { n: 1 } : {}) };
    return { draft: { ...draft, root }, focus: inner.id };
  }
  const group = kind ?? groupWithin(parentOf(draft, id)?.group);
  const around: GroupNode = { id: makeId(), group, of: [node], ...(group === "at_least" ? { n: 1 } : {}) };
  return { draft: replace(draft, id, around), focus: around.id };
}

/** Takes a group away and leaves its parts in its place. The root stays. */
export function dissolve(draft: Draft, id: string): Edited {
  const group = findGroup(draft, id);
  const parent = parentOf(draft, id);
  if (!group || !parent) return { draft, focus: id };
  // What was off with its group stays off without it.
  const parts = group.muted ? group.of.map((part): DraftNode => ({ ...part, muted: true })) : group.of;
  const of = parent.of.flatMap((part) => (part.id === id ? parts : [part]));
  return { draft: replace(draft, parent.id, { ...parent, of }), focus: group.of[0]?.id ?? parent.id };
}

/** Turns a node into exactly what it is not. Twice is once more what it was. */
export function negate(draft: Draft, id: string, makeId: MakeId = randomId): Edited {
  const node = find(draft, id);
  if (!node) return { draft, focus: id };
  if (isGroup(node)) return negateGroup(draft, node, makeId);
  const card = negated(node.card);
  if (card) return { draft: replace(draft, id, { ...node, card }), focus: id };
  const parent = parentOf(draft, id);
  if (parent && parent.id !== draft.root.id && parent.group === "none" && parent.of.length === 1 && !parent.muted) {
    return { draft: replace(draft, parent.id, node), focus: id };
  }
  return { ...wrap(draft, id, "none", makeId), focus: id };
}

function negateGroup(draft: Draft, group: GroupNode, makeId: MakeId): Edited {
  const focus = group.id;
  const only = group.of.length === 1 ? group.of[0] : undefined;
  if (
    group.group === "none" &&
    only &&
    isGroup(only) &&
    !only.muted &&
    (only.group === "all" || only.group === "at_least")
  ) {
    const { n: _n, ...rest } = group;
    const bare: GroupNode = { ...rest, group: only.group, of: only.of, ...(only.n === undefined ? {} : { n: only.n }) };
    return { draft: replace(draft, group.id, bare), focus };
  }
  if (group.group === "none") return { draft: replace(draft, group.id, { ...group, group: "any" }), focus };
  if (group.group === "any") return { draft: replace(draft, group.id, { ...group, group: "none" }), focus };
  const { muted, collapsed: _collapsed, ...inner } = group;
  const around: GroupNode = {
    id: group.id,
    group: "none",
    of: [{ ...inner, id: makeId() }],
    ...(muted === undefined ? {} : { muted }),
  };
  return { draft: replace(draft, group.id, around), focus };
}

/** Switches a node off or on. The root is never off. */
export function setMuted(draft: Draft, id: string, muted: boolean): Edited {
  const node = find(draft, id);
  if (!node || id === draft.root.id || (node.muted ?? false) === muted) return { draft, focus: id };
  const { muted: _was, ...rest } = node;
  return { draft: replace(draft, id, (muted ? { ...rest, muted } : rest) as DraftNode), focus: id };
}

/** Folds a group or opens it. */
export function setCollapsed(draft: Draft, id: string, collapsed: boolean): Edited {
  const group = findGroup(draft, id);
  if (!group || (group.collapsed ?? false) === collapsed) return { draft, focus: id };
  const { collapsed: _was, ...rest } = group;
  return { draft: replace(draft, id, collapsed ? { ...rest, collapsed } : rest), focus: id };
}

/** Changes how a group joins its parts. `n` counts only for `at_least`, and stays between 1 and the number of parts. */
export function setGroup(draft: Draft, id: string, kind: GroupKind, n?: number): Edited {
  const group = findGroup(draft, id);
  if (!group) return { draft, focus: id };
  const { n: was, ...rest } = group;
  const wanted = Math.round(n ?? was ?? 2);
  const changed: GroupNode =
    kind === "at_least"
      ? { ...rest, group: kind, n: Math.max(1, Math.min(wanted, Math.max(1, group.of.length))) }
      : { ...rest, group: kind };
  if (changed.group === group.group && changed.n === group.n) return { draft, focus: id };
  return { draft: replace(draft, id, changed), focus: id };
}

/** Puts another condition on a card. */
export function updateCard(draft: Draft, id: string, change: (card: Condition) => Condition): Edited {
  const node = find(draft, id);
  if (!node || isGroup(node)) return { draft, focus: id };
  const card = change(node.card);
  return card === node.card ? { draft, focus: id } : { draft: replace(draft, id, { ...node, card }), focus: id };
}

/** The group that says something new inside a group of this kind: within All it is Any, within Any or None it is All. */
export function groupWithin(parent: GroupKind | undefined): GroupKind {
  return parent === "any" || parent === "none" ? "all" : "any";
}

function replace(draft: Draft, id: string, node: DraftNode): Draft {
  const path = pathTo(draft, id);
  if (!path) return draft;
  let current = node;
  for (let i = path.length - 2; i >= 0; i--) {
    const group = path[i] as GroupNode;
    const child = path[i + 1];
    const next = current;
    current = { ...group, of: group.of.map((part) => (part === child ? next : part)) };
  }
  return isGroup(current) ? { ...draft, root: current } : draft;
}

function without(draft: Draft, id: string): Draft {
  const parent = parentOf(draft, id);
  if (!parent) return draft;
  return replace(draft, parent.id, { ...parent, of: parent.of.filter((part) => part.id !== id) });
}

function same(a: Draft, b: Draft): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Asks for another condition together with this one: next to it in an All group, else in an All group of both. */
export function alongside(draft: Draft, id: string, card: Condition, makeId: MakeId = randomId): Edited {
  const node = find(draft, id);
  const place = placeOf(draft, id);
  const parent = parentOf(draft, id);
  if (!node || !place || !parent) return { draft, focus: id };
  const added = newCard(card, makeId);
  if (parent.group === "all") return insert(draft, { ...place, index: place.index + 1 }, [added]);
  const both: GroupNode = { id: makeId(), group: "all", of: [node, added] };
  return { draft: replace(draft, id, both), focus: added.id };
}
