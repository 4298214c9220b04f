import { type Draft, isGroup, isWithin, placeOf } from "../../../rule-tree";
import type { Drop } from "../state/editor";

/** Where something stands on the canvas, measured from the top of all its content. */
export type Box = { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };

/** The boxes of all cards and groups as they stood when the drag began, by id. */
export type Boxes = ReadonlyMap<string, Box>;

/** So far from a group's edge one is still beside it. */
const EDGE = 9;
/** The part of a card's height, at its top and at its end, that means beside it. */
const BESIDE = 0.28;

/**
 * The place under the pointer. It is read from where everything stood at the start: a drop place that is drawn moves
 * what follows it, and a place that followed those moves would flicker. None: where it came from, or nowhere.
 */
export function placeUnder(draft: Draft, boxes: Boxes, x: number, y: number, carried: string | null): Drop | null {
  let group = draft.root;
  for (;;) {
    const inner = group.of.find((part) => {
      const box = boxes.get(part.id);
      if (!isGroup(part) || part.id === carried || !box) return false;
      const edge = Math.min(EDGE, (box.bottom - box.top) / 4);
      return y >= box.top + edge && y <= box.bottom - edge && x >= box.left && x <= box.right;
    });
    if (!inner || !isGroup(inner)) break;
    group = inner;
  }
  if (carried !== null && isWithin(draft, group.id, carried)) return null;
  if (group.collapsed) return settle(draft, { group: group.id, index: group.of.length }, carried);
  for (const [index, part] of group.of.entries()) {
    const box = boxes.get(part.id);
    if (!box || y > box.bottom) continue;
    if (y < box.top) return settle(draft, { group: group.id, index }, carried);
    if (part.id === carried) return null;
    const share = (y - box.top) / (box.bottom - box.top);
    if (isGroup(part)) return settle(draft, { group: group.id, index: share < 0.5 ? index : index + 1 }, carried);
    if (share < BESIDE) return settle(draft, { group: group.id, index }, carried);
    if (share > 1 - BESIDE) return settle(draft, { group: group.id, index: index + 1 }, carried);
    return { onto: part.id };
  }
  return settle(draft, { group: group.id, index: group.of.length }, carried);
}

/** Beside itself is where it is. */
function settle(draft: Draft, drop: { group: string; index: number }, carried: string | null): Drop | null {
  const from = carried === null ? null : placeOf(draft, carried);
  const stays = from?.group === drop.group && (drop.index === from.index || drop.index === from.index + 1);
  return stays ? null : drop;
}
