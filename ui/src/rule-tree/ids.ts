import type { DraftNode } from "./types";
import { isGroup } from "./types";

/** Makes an id that no node of this session has. */
export type MakeId = () => string;

/** Random ids: an id that was removed is never given to something else, so an answer about it cannot be mistaken. */
export const randomId: MakeId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => (byte % 36).toString(36)).join("") + (counter++).toString(36);
};

let counter = 0;

/** The same tree under ids of its own. */
export function withFreshIds(node: DraftNode, makeId: MakeId): DraftNode {
  return isGroup(node)
    ? { ...node, id: makeId(), of: node.of.map((part) => withFreshIds(part, makeId)) }
    : { ...node, id: makeId() };
}
