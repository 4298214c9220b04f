import type { Carried } from "../state/editor";

/** Before which part of this group the drop place is drawn; none where it is elsewhere. */
export function dropIndexIn(carried: Carried | null, group: string): number | null {
  const drop = carried?.drop;
  return drop && "group" in drop && drop.group === group ? drop.index : null;
}
