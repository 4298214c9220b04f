import { allCards } from "./find";
import type { Draft, DraftNode, Json } from "./types";
import { isGroup } from "./types";

/**
 * The card or group that a place in the draft's rule belongs to (`where.of[1].value`). `isIn` tells what is in the rule:
 * muted and unfinished parts are not, and what follows them moves up. A place inside a saved segment
 * (`segment(NAME).where`) belongs to the card that refers to that segment. None where it is the rule as a whole.
 */
export function nodeAtPath(draft: Draft, path: string, isIn: (id: string) => boolean): DraftNode | null {
  if (path.startsWith("segment(")) {
    const refers = (node: { id: string; card: unknown }) => isIn(node.id) && names(node.card as Json, path);
    return allCards(draft).find(refers) ?? null;
  }
  const walk = (node: DraftNode, at: string): DraftNode | null => {
    if (!isInside(path, at)) return null;
    if (!isGroup(node)) return node;
    const list = node.group === "none" ? `${at}.of` : at;
    const parts = node.of.filter((part) => isIn(part.id));
    for (const [index, part] of parts.entries()) {
      const found = walk(part, `${list}.of[${index}]`);
      if (found) return found;
    }
    return node;
  };
  const found = walk(draft.root, "where");
  return found?.id === draft.root.id ? null : found;
}

function isInside(path: string, at: string): boolean {
  return path === at || path.startsWith(`${at}.`) || path.startsWith(`${at}[`);
}

/** True where the segment of the path is referred to anywhere in a condition. */
function names(json: Json, path: string): boolean {
  if (typeof json !== "object" || json === null) return false;
  if (Array.isArray(json)) return json.some((part) => names(part, path));
  const { segment } = json as { readonly [key: string]: Json };
  return (
    (typeof segment === "string" && path.startsWith(`segment(${segment}).`)) ||
    Object.values(json).some((part) => names(part, path))
  );
}
