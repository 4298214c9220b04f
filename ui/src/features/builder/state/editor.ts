import type { Api } from "../../../api";
import type { MessageKey } from "../../../i18n";
import * as tree from "../../../rule-tree";
import type { PillName } from "../wording/sentence";
import { type Autosave, createAutosave, type Doc, type Saving, takeKept } from "./autosave";
import { type Counter, createCounter } from "./counting";
import { createStore, type Store } from "./store";

/** A place as it is drawn: the moved thing still stands where it was. */
export type Drop = { readonly group: string; readonly index: number } | { readonly onto: string };

/** Something on its way: by pointer or by keyboard. */
export type Carried = {
  /** What is moved; for something new, what it will be. */
  readonly node: tree.DraftNode;
  readonly isNew: boolean;
  readonly by: "pointer" | "keyboard";
  /** Where it would go now; none: back to where it was. */
  readonly drop: Drop | null;
  /** By keyboard: the same place, counted in the tree without it. */
  readonly place: tree.Place | null;
};

/** What of the page moves on an edit. */
export type EditorState = {
  readonly history: tree.History<Doc, MessageKey>;
  /** The card or group that arrow keys start from; Tab comes back to it. */
  readonly focus: string;
  /** Grows when focus should go there on the page as well. */
  readonly focusAsked: number;
  /** The pill whose small editor is open. */
  readonly open: { readonly id: string; readonly pill: PillName } | null;
  /** The card or group whose menu is open, and which; at a point for a right click. */
  readonly menu: { readonly id: string; readonly of: "node" | "kind"; readonly at?: { x: number; y: number } } | null;
  readonly carried: Carried | null;
  /** What is said aloud next. */
  readonly spoken: string;
};

/** One open segment. */
export interface Editor {
  readonly id: number;
  readonly store: Store<EditorState>;
  readonly counter: Counter;
  readonly autosave: Autosave;
  /** An edit of the tree, under the name that Undo shows. */
  edit(change: (draft: tree.Draft) => tree.Edited, name: MessageKey, more?: EditOptions): tree.Edited;
  rename(name: string): void;
  undo(): void;
  redo(): void;
  openPill(id: string, pill: PillName): void;
  /** Closes the small editor; `keep: false` takes back what was done in it. */
  closePill(keep: boolean): void;
  focus(id: string): void;
  say(text: string): undefined;
  /** Cards kept for pasting where the system's clipboard does not answer. */
  clipboard: string;
  /** Nothing is asked any more; what is not saved is saved. */
  stop(): Promise<boolean>;
}

type EditOptions = {
  /** Edits under one key are one step. */
  key?: string;
  /** Focus follows the edit. */
  follow?: boolean;
};

/** The tree as it stands. */
export function draftOf(state: EditorState): tree.Draft {
  return state.history.present.draft;
}

/** The group that a new card goes into: the focused one, or the one around the focused card. */
export function groupInFocus(state: EditorState): tree.GroupNode {
  const draft = draftOf(state);
  const node = tree.find(draft, state.focus);
  if (node && tree.isGroup(node)) return node;
  return (node && tree.parentOf(draft, node.id)) ?? draft.root;
}

/** The key under which the edits of one small editor are one step. */
export function pillKey(id: string, pill: PillName): string {
  return `${id} ${pill}`;
}

type Start = { id: number; name: string; draft: tree.Draft; version: number; savedAt: string };

/** Opens a segment for editing. */
export function createEditor(
  api: Pick<Api, "count" | "cancelCount" | "saveDraft" | "renameSegment">,
  start: Start,
  onSaved?: (doc: Doc, saving: Saving) => void,
): Editor {
  const inFile: Doc = { name: start.name, draft: start.draft };
  const doc = takeKept(start.id) ?? inFile;
  const store = createStore<EditorState>({
    history: tree.startHistory<Doc, MessageKey>(doc),
    focus: doc.draft.root.id,
    focusAsked: 0,
    open: null,
    menu: null,
    carried: null,
    spoken: "",
  });
  const counter = createCounter(api, start.id);
  const autosave = createAutosave(
    api,
    start.id,
    inFile,
    { savedAt: start.savedAt, version: start.version, ruleSaved: true },
    onSaved,
  );
  if (doc !== inFile) autosave.note(doc);

  const arrive = (history: tree.History<Doc, MessageKey>, more: Partial<EditorState> = {}) => {
    const before = store.get().history.present;
    const draft = history.present.draft;
    const focus = more.focus ?? store.get().focus;
    store.set({ ...more, history, focus: tree.find(draft, focus) ? focus : nearest(before.draft, draft, focus) });
    if (history.present === before) return;
    autosave.note(history.present);
    if (draft !== before.draft) counter.request(draft);
  };

  return {
    id: start.id,
    store,
    counter,
    autosave,
    clipboard: "",
    edit(change, name, { key, follow } = {}) {
      const { history, focusAsked } = store.get();
      const edited = change(history.present.draft);
      if (edited.draft === history.present.draft) {
        if (follow) store.set({ focus: edited.focus, focusAsked: focusAsked + 1 });
        return edited;
      }
      const after = tree.record(history, { ...history.present, draft: edited.draft }, name, key ?? null);
      arrive(after, follow ? { focus: edited.focus, focusAsked: focusAsked + 1 } : {});
      return edited;
    },
    rename(name) {
      const { history } = store.get();
      if (name === history.present.name) return;
      arrive(tree.record<Doc, MessageKey>(history, { ...history.present, name }, "builder.step.rename"));
    },
    undo() {
      arrive(tree.undo(store.get().history), { open: null, menu: null, carried: null });
    },
    redo() {
      arrive(tree.redo(store.get().history), { open: null, menu: null, carried: null });
    },
    openPill(id, pill) {
      store.set(({ history }) => ({ open: { id, pill }, menu: null, focus: id, history: tree.seal(history) }));
    },
    closePill(keep) {
      const { open, history } = store.get();
      if (!open) return;
      store.set({ open: null });
      arrive(keep ? tree.seal(history) : tree.rollBack(history, pillKey(open.id, open.pill)));
    },
    focus(id) {
      store.set(({ focusAsked }) => ({ focus: id, focusAsked: focusAsked + 1 }));
    },
    say(text) {
      // A live region speaks a text once: the same text again needs to look different.
      store.set(({ spoken }) => ({ spoken: spoken === text ? `${text}\u00a0` : text }));
    },
    stop() {
      counter.stop();
      return autosave.stop();
    },
  };
}

/** Where focus goes when its card is gone: to the group that held it, or further out. */
function nearest(before: tree.Draft, after: tree.Draft, id: string): string {
  const path = tree.pathTo(before, id) ?? [];
  for (const node of [...path].reverse()) if (tree.find(after, node.id)) return node.id;
  return after.root.id;
}

/** A held place as it is drawn, while what is held still stands where it was; none: that is where it is. */
export function drawnPlace(draft: tree.Draft, id: string, place: tree.Place): Drop | null {
  const from = tree.placeOf(draft, id);
  if (!from || from.group !== place.group) return place;
  if (from.index === place.index) return null;
  return { group: place.group, index: place.index < from.index ? place.index : place.index + 1 };
}
