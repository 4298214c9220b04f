import type { Catalog } from "../../../api";
import { copyText } from "../../../components";
import type { MessageKey, Words } from "../../../i18n";
import * as tree from "../../../rule-tree";
import { nodeName, positionWords } from "../wording/nodes";
import { firstOp } from "../wording/ops";
import { cardParts, firstMissing } from "../wording/sentence";
import { type Drop, draftOf, type Editor, groupInFocus } from "./editor";

/** What a person can do with a card or group, by keyboard and by menu alike. */
export type Act =
  | "duplicate"
  | "copy"
  | "cut"
  | "paste"
  | "mute"
  | "negate"
  | "wrap"
  | "dissolve"
  | "remove"
  | "up"
  | "down"
  | "in"
  | "out";

/** What saying things needs. */
export type Tongue = { readonly words: Words; readonly catalog: Catalog | undefined };

/** Does it, and says that it is done. */
export function act(editor: Editor, { words, catalog }: Tongue, id: string, what: Act): undefined {
  const draft = draftOf(editor.store.get());
  const node = tree.find(draft, id);
  if (!node) return;
  const name = nodeName(words, catalog, node);
  const edit = (change: (draft: tree.Draft) => tree.Edited, step: MessageKey, done: MessageKey): undefined => {
    const edited = editor.edit(change, step, { follow: true });
    if (edited.draft === draft) return;
    editor.say(words.t(done, { name }));
  };
  switch (what) {
    case "duplicate":
      return edit((d) => tree.duplicate(d, id), "builder.step.duplicate", "builder.said.duplicate");
    case "copy":
      copy(editor, node);
      return editor.say(words.t("builder.said.copy", { name }));
    case "cut":
      copy(editor, node);
      return edit((d) => tree.remove(d, id), "builder.step.cut", "builder.said.cut");
    case "paste":
      return paste(editor, { words, catalog }, editor.clipboard);
    case "mute":
      return edit(
        (d) => tree.setMuted(d, id, !node.muted),
        node.muted ? "builder.step.unmute" : "builder.step.mute",
        node.muted ? "builder.said.unmute" : "builder.said.mute",
      );
    case "negate":
      return edit((d) => tree.negate(d, id), "builder.step.negate", "builder.said.negate");
    case "wrap":
      return edit((d) => tree.wrap(d, id), "builder.step.wrap", "builder.said.wrap");
    case "dissolve": {
      const group = tree.isGroup(node) ? node : tree.parentOf(draft, id);
      if (!group) return;
      return edit((d) => tree.dissolve(d, group.id), "builder.step.dissolve", "builder.said.dissolve");
    }
    case "remove":
      return edit((d) => tree.remove(d, id), "builder.step.remove", "builder.said.remove");
    default:
      step(editor, { words, catalog }, id, what);
  }
}

/** Moves one step without picking up. */
function step(editor: Editor, { words, catalog }: Tongue, id: string, what: tree.MoveStep): undefined {
  const draft = draftOf(editor.store.get());
  const from = tree.placeOf(draft, id);
  const to = from && tree.stepPlace(draft, id, from, what);
  if (!to) return editor.say(words.t("builder.said.noFurther"));
  const edited = editor.edit((d) => tree.moveTo(d, id, to), "builder.step.move", { follow: true });
  sayMoved(editor, { words, catalog }, edited.draft, id);
}

/** "Moved. plan is free, position 2 of 3 in Any of." */
export function sayMoved(editor: Editor, { words, catalog }: Tongue, draft: tree.Draft, id: string): void {
  const node = tree.find(draft, id);
  const position = tree.positionOf(draft, id);
  if (!node || !position) return;
  editor.say(
    words.t("builder.said.moved", { name: nodeName(words, catalog, node), position: positionWords(words, position) }),
  );
}

function copy(editor: Editor, node: tree.DraftNode): void {
  editor.clipboard = tree.clipboardText([node]);
  void copyText(editor.clipboard);
}

/** Puts what was copied after the focused card, or last into the focused group. */
export function paste(editor: Editor, { words }: Tongue, text: string): undefined {
  const nodes = tree.parsePasted(text);
  if (!nodes) return editor.say(words.t("builder.said.noPaste"));
  const state = editor.store.get();
  const draft = draftOf(state);
  const focused = tree.find(draft, state.focus);
  const place =
    focused && !tree.isGroup(focused)
      ? tree.placeFor(draft, { at: "after", id: focused.id })
      : { group: groupInFocus(state).id, index: groupInFocus(state).of.length };
  if (!place) return;
  editor.edit((d) => tree.insert(d, place, nodes), "builder.step.paste", { follow: true });
  editor.say(words.t("builder.said.paste", { n: nodes.length }));
}

/** A new card as the palette makes it: what the workspace knows of it decides how it is compared. */
export function paletteCard(
  catalog: Catalog | undefined,
  of: "field" | "property" | "event",
  name: string,
): tree.Condition {
  if (of === "event") return { kind: "event", event: name };
  if (of === "field") {
    const kind = catalog?.fields.find((field) => field.field === name)?.kind ?? "text";
    return { kind: "field", field: name, op: firstOp(kind) };
  }
  const kind = catalog?.properties.find((property) => property.name === name)?.kind ?? "text";
  return { kind: "property", property: name, op: firstOp(kind) };
}

/** Adds a card, last into the focused group or at a place, and opens what it still asks for. */
export function add(editor: Editor, { words, catalog }: Tongue, node: tree.DraftNode, drop?: Drop): undefined {
  const state = editor.store.get();
  const draft = draftOf(state);
  const edited = editor.edit(
    (d) => {
      if (drop && "onto" in drop) return tree.insertAt(d, { at: "onto", id: drop.onto }, [node]);
      return tree.insert(d, drop ?? { group: groupInFocus(state).id, index: Number.POSITIVE_INFINITY }, [node]);
    },
    "builder.step.add",
    { follow: true },
  );
  if (edited.draft === draft) return;
  const position = tree.positionOf(edited.draft, node.id);
  const name = nodeName(words, catalog, node);
  if (position) editor.say(words.t("builder.said.add", { name, position: positionWords(words, position) }));
  const missing = tree.isGroup(node) ? null : firstMissing(cardParts(words, catalog, node.card));
  if (missing) editor.openPill(node.id, missing);
}

/** The remedy beside "including 412 with no plan": asks for a value as well, right after the card. */
export function requireValue(editor: Editor, id: string): void {
  editor.edit(
    (draft) => {
      const node = tree.findCard(draft, id);
      if (!node || (!tree.isField(node.card) && !tree.isProperty(node.card))) return { draft, focus: id };
      const { value: _value, ...rest } = node.card;
      return tree.alongside(draft, id, { ...rest, op: "is_set" });
    },
    "builder.step.hasValue",
    { follow: true },
  );
}

/** Puts what was carried where it is drawn. */
export function drop(editor: Editor, tongue: Tongue): undefined {
  const { carried } = editor.store.get();
  editor.store.set({ carried: null });
  if (!carried) return;
  const { node, drop: to } = carried;
  if (!to) return editor.say(tongue.words.t("builder.said.putBack"));
  if (carried.isNew) return add(editor, tongue, node, to);
  const target: tree.Target =
    "onto" in to ? { at: "onto", id: to.onto } : { at: "into", id: to.group, index: to.index };
  const edited = editor.edit((draft) => tree.move(draft, node.id, target), "builder.step.move", { follow: true });
  sayMoved(editor, tongue, edited.draft, node.id);
}
