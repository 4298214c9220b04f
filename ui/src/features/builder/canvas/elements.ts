import type { PillName } from "../wording/sentence";

/** Ids are any text, so they are compared and never written into a selector. */
function byData(name: "node" | "menu" | "kind", id: string): HTMLElement | null {
  for (const element of document.querySelectorAll<HTMLElement>(`[data-${name}]`)) {
    if (element.dataset[name] === id) return element;
  }
  return null;
}

/** A card or group on the page. */
export function nodeElement(id: string): HTMLElement | null {
  return byData("node", id);
}

/** The button that opens its menu. */
export function menuButton(id: string): HTMLElement | null {
  return byData("menu", id);
}

/** The button that opens the choice of a group's kind. */
export function kindButton(id: string): HTMLElement | null {
  return byData("kind", id);
}

/** A card's pill; the card itself where it has none of that name (any more). */
export function pillElement(id: string, pill: PillName): HTMLElement | null {
  const card = nodeElement(id);
  return card?.querySelector<HTMLElement>(`[data-opens="${pill}"]`) ?? card;
}
