import * as tree from "../../../rule-tree";
import { type Act, act, drop, type Tongue } from "../state/actions";
import { draftOf, drawnPlace, type Editor } from "../state/editor";
import { hasEditors } from "../wording/editable";
import { groupWords, nodeName, positionWords } from "../wording/nodes";
import { cardParts, firstMissing, type Part } from "../wording/sentence";
import { kindWords } from "../wording/told";

/** A key as the canvas sees it. */
export type Key = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Ctrl, or Cmd on a Mac. */
export function hasCommand(key: Pick<KeyboardEvent, "ctrlKey" | "metaKey">): boolean {
  return key.ctrlKey || key.metaKey;
}

/** The acts that have a key of their own, on a card or group and on its pills. */
function actOf(key: Key): Act | null {
  const letter = key.key.toLowerCase();
  if (key.altKey && !hasCommand(key)) {
    const moves: Record<string, Act> = { ArrowUp: "up", ArrowDown: "down", ArrowRight: "in", ArrowLeft: "out" };
    return moves[key.key] ?? null;
  }
  if (hasCommand(key)) {
    if (letter === "g") return key.shiftKey ? "dissolve" : "wrap";
    const acts: Record<string, Act> = { d: "duplicate", c: "copy", x: "cut" };
    return key.shiftKey ? null : (acts[letter] ?? null);
  }
  if (letter === "m") return "mute";
  if (letter === "n") return "negate";
  return key.key === "Delete" || key.key === "Backspace" ? "remove" : null;
}

/** The arrow that reads forward into things: Right, or Left where one reads from right to left. */
function inward(key: Key): "in" | "out" | null {
  const rtl = document.documentElement.dir === "rtl";
  if (key.key === "ArrowRight") return rtl ? "out" : "in";
  if (key.key === "ArrowLeft") return rtl ? "in" : "out";
  return null;
}

/**
 * What a key does on a card or group that has the focus (`pill` tells which of its pills, if one has it). Answers true
 * where it did something, so that the page does not scroll as well.
 */
export function pressed(
  editor: Editor,
  tongue: Tongue,
  key: Key,
  id: string,
  pills: readonly HTMLElement[],
  pill: number,
): boolean {
  if (editor.store.get().carried?.by === "keyboard") return carry(editor, tongue, key);
  const what = actOf(key);
  if (what) {
    act(editor, tongue, id, what);
    return true;
  }
  if (hasCommand(key) || key.altKey) return false;
  const draft = draftOf(editor.store.get());
  const go = (to: string | null) => {
    if (to) editor.focus(to);
    return true;
  };
  const side = inward(key);
  if (pill >= 0) {
    if (side === "in") pills[pill + 1]?.focus();
    else if (side === "out") pill === 0 ? editor.focus(id) : pills[pill - 1]?.focus();
    else if (key.key === "Escape") editor.focus(id);
    else if (key.key === "ArrowDown") return go(tree.nextOf(draft, id));
    else if (key.key === "ArrowUp") return go(tree.previousOf(draft, id));
    else return false;
    return true;
  }
  switch (key.key) {
    case "ArrowDown":
      return go(tree.nextOf(draft, id));
    case "ArrowUp":
      return go(tree.previousOf(draft, id));
    case "Home":
      return go(draft.root.id);
    case "End":
      return go(tree.visibleOrder(draft).at(-1)?.id ?? null);
    case " ":
      pickUp(editor, tongue, id);
      return true;
    case "Enter":
      open(editor, tongue, id);
      return true;
  }
  if (side === "in") {
    const group = tree.findGroup(draft, id);
    if (!group) pills[0]?.focus();
    else if (group.collapsed) editor.edit((d) => tree.setCollapsed(d, id, false), "builder.step.fold");
    else return go(tree.intoOf(draft, id));
    return true;
  }
  return side === "out" ? go(tree.outOf(draft, id)) : false;
}

/** Enter: a card's first pill, or the one that still asks for something; a group's kind. */
function open(editor: Editor, { words, catalog }: Tongue, id: string): void {
  const node = tree.find(draftOf(editor.store.get()), id);
  if (!node) return;
  if (tree.isGroup(node)) {
    editor.store.set({ menu: { id, of: "kind" }, open: null });
    return;
  }
  if (!hasEditors(node.card)) {
    editor.say(words.t("builder.told.spoken", { kind: kindWords(words, node.card) }));
    return;
  }
  const parts = cardParts(words, catalog, node.card);
  const first = parts.find((part): part is Extract<Part, { pill: string }> => "pill" in part && part.look === "what");
  const pill = firstMissing(parts) ?? first?.opens;
  if (pill) editor.openPill(id, pill);
}

/** Space: from now on arrows move it. */
export function pickUp(editor: Editor, { words, catalog }: Tongue, id: string): void {
  const draft = draftOf(editor.store.get());
  const node = tree.find(draft, id);
  const place = tree.placeOf(draft, id);
  const position = tree.positionOf(draft, id);
  if (!node || !place || !position) return;
  editor.store.set({ carried: { node, isNew: false, by: "keyboard", drop: null, place }, open: null, menu: null });
  editor.say(
    words.t("builder.said.pickedUp", {
      name: nodeName(words, catalog, node),
      position: positionWords(words, position),
    }),
  );
}

function carry(editor: Editor, tongue: Tongue, key: Key): boolean {
  const { carried } = editor.store.get();
  if (!carried?.place) return false;
  if (key.key === "Escape" || key.key === "Tab") {
    putBack(editor, tongue);
    return key.key === "Escape";
  }
  if (key.key === " " || key.key === "Enter") {
    drop(editor, tongue);
    return true;
  }
  const steps: Record<string, tree.MoveStep> = { ArrowUp: "up", ArrowDown: "down" };
  const step = steps[key.key] ?? inward(key);
  if (!step) return true;
  const draft = draftOf(editor.store.get());
  const { words } = tongue;
  const place = tree.stepPlace(draft, carried.node.id, carried.place, step);
  const position = place && tree.positionAt(draft, carried.node.id, place);
  if (!place || !position) {
    editor.say(words.t("builder.said.noFurther"));
    return true;
  }
  editor.store.set({ carried: { ...carried, place, drop: drawnPlace(draft, carried.node.id, place) } });
  const group = tree.findGroup(draft, place.group);
  const inGroup =
    group && place.group !== carried.place.group
      ? words.t("builder.said.into", { group: groupWords(words, group.group, group.n) })
      : "";
  editor.say([inGroup, positionWords(words, position)].filter(Boolean).join(" "));
  return true;
}

/** Esc: it stays where it was. */
export function putBack(editor: Editor, { words, catalog }: Tongue): void {
  const { carried } = editor.store.get();
  if (!carried) return;
  editor.store.set({ carried: null });
  editor.say(words.t("builder.said.putBackName", { name: nodeName(words, catalog, carried.node) }));
}
