import type { Catalog } from "../../../api";
import type { IconName } from "../../../components";
import type { Words } from "../../../i18n";
import { type DraftNode, type GroupKind, isGroup, type Position } from "../../../rule-tree";
import { cardSentence } from "./sentence";

/** "All of", "At least 2 of". */
export function groupWords(words: Words, kind: GroupKind, n: number | null | undefined): string {
  return words.t(`builder.group.${kind}`, { n: n ?? 1 });
}

/** A group's sign. */
export const groupIcon: Record<GroupKind, IconName> = {
  all: "of-all",
  any: "of-any",
  none: "of-none",
  at_least: "of-some",
};

/** The word that stands before every part but the first; At least has none. */
export function joinWord(words: Words, kind: GroupKind, index: number): string {
  return index === 0 || kind === "at_least" ? "" : words.t(`builder.join.${kind}`);
}

/** A card's sentence, or a group's name with how much is in it. */
export function nodeName(words: Words, catalog: Catalog | undefined, node: DraftNode): string {
  if (!isGroup(node)) return cardSentence(words, catalog, node.card);
  const kind = groupWords(words, node.group, node.n);
  return words.t("builder.groupName", { kind, n: node.of.length });
}

/** "position 2 of 3 in Any of". */
export function positionWords(words: Words, at: Position): string {
  const group = at.depth === 1 ? words.t("builder.theRule") : groupWords(words, at.group, at.n);
  return words.t("builder.position", { position: at.position, of: at.of, group });
}
