import type { CardNode, Draft, DraftNode, GroupNode } from "./types";
import { isGroup } from "./types";

/** A place among the parts of a group. */
export type Place = { readonly group: string; readonly index: number };

/** The node with this id. */
export function find(draft: Draft, id: string): DraftNode | null {
  return findIn(draft.root, id);
}

/** The card with this id. */
export function findCard(draft: Draft, id: string): CardNode | null {
  const node = find(draft, id);
  return node && !isGroup(node) ? node : null;
}

/** The group with this id. */
export function findGroup(draft: Draft, id: string): GroupNode | null {
  const node = find(draft, id);
  return node && isGroup(node) ? node : null;
}

function findIn(node: DraftNode, id: string): DraftNode | null {
  if (node.id === id) return node;
  if (!isGroup(node)) return null;
  for (const part of node.of) {
    const found = findIn(part, id);
    if (found) return found;
  }
  return null;
}

/** The group that holds this node; none for the root and for ids that are not there. */
export function parentOf(draft: Draft, id: string): GroupNode | null {
  const path = pathTo(draft, id);
  return path && path.length > 1 ? (path[path.length - 2] as GroupNode) : null;
}

/** From the root to the node, both included. */
export function pathTo(draft: Draft, id: string): readonly DraftNode[] | null {
  const walk = (node: DraftNode, above: readonly DraftNode[]): readonly DraftNode[] | null => {
    const path = [...above, node];
    if (node.id === id) return path;
    if (!isGroup(node)) return null;
    for (const part of node.of) {
      const found = walk(part, path);
      if (found) return found;
    }
    return null;
  };
  return walk(draft.root, []);
}

/** Where the node stands; none for the root. */
export function placeOf(draft: Draft, id: string): Place | null {
  const parent = parentOf(draft, id);
  if (!parent) return null;
  return { group: parent.id, index: parent.of.findIndex((part) => part.id === id) };
}

/** True where `inner` is `outer` or somewhere inside it. */
export function isWithin(draft: Draft, inner: string, outer: string): boolean {
  return pathTo(draft, inner)?.some((node) => node.id === outer) ?? false;
}

/** Every node in the order of reading, the root first. */
export function allNodes(draft: Draft): readonly DraftNode[] {
  const nodes: DraftNode[] = [];
  const walk = (node: DraftNode) => {
    nodes.push(node);
    if (isGroup(node)) node.of.forEach(walk);
  };
  walk(draft.root);
  return nodes;
}

/** Every card in the order of reading. */
export function allCards(draft: Draft): readonly CardNode[] {
  return allNodes(draft).filter((node): node is CardNode => !isGroup(node));
}

/** How many groups a node is inside of; 0 for the root. */
export function depthOf(draft: Draft, id: string): number {
  return (pathTo(draft, id)?.length ?? 1) - 1;
}
