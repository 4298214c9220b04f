import { findGroup, isWithin, type Place, parentOf, placeOf } from "./find";
import type { Draft, DraftNode, GroupKind, GroupNode } from "./types";
import { isGroup } from "./types";

/** The nodes that can be seen, in the order of reading, without the root. What is in a folded group is not seen. */
export function visibleOrder(draft: Draft): readonly DraftNode[] {
  const seen: DraftNode[] = [];
  const walk = (group: GroupNode) => {
    for (const part of group.of) {
      seen.push(part);
      if (isGroup(part) && !part.collapsed) walk(part);
    }
  };
  walk(draft.root);
  return seen;
}

/** The node below, as one reads; none at the end. */
export function nextOf(draft: Draft, id: string): string | null {
  const order = visibleOrder(draft);
  if (id === draft.root.id) return order[0]?.id ?? null;
  const at = order.findIndex((node) => node.id === id);
  return at < 0 ? null : (order[at + 1]?.id ?? null);
}

/** The node above, as one reads; the root above the first. */
export function previousOf(draft: Draft, id: string): string | null {
  const order = visibleOrder(draft);
  const at = order.findIndex((node) => node.id === id);
  if (at < 0) return null;
  return order[at - 1]?.id ?? draft.root.id;
}

/** The first node inside a group that is open. */
export function intoOf(draft: Draft, id: string): string | null {
  const group = findGroup(draft, id);
  return group && !group.collapsed ? (group.of[0]?.id ?? null) : null;
}

/** The group around a node. */
export function outOf(draft: Draft, id: string): string | null {
  return parentOf(draft, id)?.id ?? null;
}

/** A step of something that is being moved by keyboard. */
export type MoveStep = "up" | "down" | "in" | "out";

/**
 * Where a node that stands (or is held) at `place` goes next. Places are counted in the tree without the node. At an
 * end of a group, up and down leave it; `in` goes into the group that follows, or else the one before; none: no further.
 */
export function stepPlace(draft: Draft, id: string, place: Place, step: MoveStep): Place | null {
  const group = findGroup(draft, place.group);
  if (!group) return null;
  const parts = group.of.filter((part) => part.id !== id);
  if (step === "up" && place.index > 0) return { ...place, index: place.index - 1 };
  if (step === "down" && place.index < parts.length) return { ...place, index: place.index + 1 };
  if (step === "in") {
    const after = parts[place.index];
    const before = parts[place.index - 1];
    if (after && isGroup(after)) return { group: after.id, index: 0 };
    if (before && isGroup(before))
      return { group: before.id, index: before.of.filter((part) => part.id !== id).length };
    return null;
  }
  const around = placeWithout(draft, group.id, id);
  if (!around) return null;
  if (step === "up") return around;
  if (step === "down") return { ...around, index: around.index + 1 };
  return place.index === 0 ? around : { ...around, index: around.index + 1 };
}

/** Where a new thing that is held at `place` goes next; there is no node to count without. */
export function stepNewPlace(draft: Draft, place: Place, step: MoveStep): Place | null {
  return stepPlace(draft, "", place, step);
}

function placeWithout(draft: Draft, id: string, held: string): Place | null {
  const parent = parentOf(draft, id);
  if (!parent) return null;
  const index = parent.of.filter((part) => part.id !== held).findIndex((part) => part.id === id);
  return { group: parent.id, index };
}

/** Where a node stands, for saying it: "position 2 of 3 in Any of". */
export type Position = {
  /** From 1. */
  readonly position: number;
  readonly of: number;
  readonly group: GroupKind;
  readonly n: number | null;
  /** How many groups it is inside of; 1 in the root. */
  readonly depth: number;
};

/** Where a node stands; none for the root. */
export function positionOf(draft: Draft, id: string): Position | null {
  const place = placeOf(draft, id);
  return place ? positionAt(draft, id, place) : null;
}

/** Where a node that is held at `place` (counted without it) would stand. */
export function positionAt(draft: Draft, id: string, place: Place): Position | null {
  const group = findGroup(draft, place.group);
  if (!group || isWithin(draft, place.group, id)) return null;
  let depth = 1;
  for (let above = parentOf(draft, group.id); above; above = parentOf(draft, above.id)) depth += 1;
  return {
    position: place.index + 1,
    of: group.of.filter((part) => part.id !== id).length + 1,
    group: group.group,
    n: group.n ?? null,
    depth,
  };
}
