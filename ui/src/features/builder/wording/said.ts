import type { NodeReport } from "../../../api";
import { type Condition, type DraftNode, isGroup } from "../../../rule-tree";

/*
 * A card is never changed, only replaced by another. What Muster said of one therefore holds wherever it goes: moved,
 * muted, copied or undone, it has its sentence at once.
 */
const said = new WeakMap<Condition, string>();

/** Keeps the sentences of a count for the cards that it was about. */
export function keepSaid(nodes: readonly DraftNode[], reports: readonly NodeReport[]): void {
  const sentences = new Map(reports.map(({ id, sentence }) => [id, sentence]));
  for (const node of nodes) {
    const sentence = isGroup(node) ? null : sentences.get(node.id);
    if (sentence && !isGroup(node)) said.set(node.card, sentence);
  }
}

/** A condition's sentence as Muster says it; none before it was counted, or where it means nothing. */
export function saidOf(card: Condition): string | null {
  return said.get(card) ?? null;
}
