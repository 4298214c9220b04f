import type { Api, AppError } from "../../../api";
import { toAppError } from "../../../api";
import { type Draft, draftText } from "../../../rule-tree";
import { createStore, type Store } from "./store";

/** What is saved: the name and the tree. */
export type Doc = { readonly name: string; readonly draft: Draft };

/** How saving stands. */
export type Saving = {
  readonly phase: "saved" | "waiting" | "saving" | "failed";
  readonly savedAt: string;
  readonly version: number;
  /** False while something is unfinished: the draft is kept, the rule waits. */
  readonly ruleSaved: boolean;
  readonly error: AppError | null;
  /** Why the name was refused; the name stays what it was before in the file. */
  readonly nameError: AppError | null;
};

/** Saves by itself. */
export interface Autosave {
  readonly store: Store<Saving>;
  /** Notes what stands now; it is written within a moment. */
  note(doc: Doc): void;
  /** Writes what is not written yet, now. Answers true once everything is. */
  flush(): Promise<boolean>;
  /** The last of it: what cannot be written now is kept for when this segment is opened again. */
  stop(): Promise<boolean>;
}

const SOON_MS = 300;
const RETRY_MS = [1000, 2000, 5000, 15000];

/** What could not be written when its editor was left, by segment. */
const kept = new Map<number, Doc>();

/** What an earlier editor of this segment could not write. It is handed out once. */
export function takeKept(id: number): Doc | null {
  const doc = kept.get(id) ?? null;
  kept.delete(id);
  return doc;
}

/** Saving for one segment, of which `saved` is in the file. */
export function createAutosave(
  api: Pick<Api, "saveDraft" | "renameSegment">,
  id: number,
  saved: Doc,
  start: { savedAt: string; version: number; ruleSaved: boolean },
  onSaved: (doc: Doc, saving: Saving) => void = () => undefined,
): Autosave {
  const store = createStore<Saving>({ phase: "saved", error: null, nameError: null, ...start });
  let inFile = saved;
  let wanted = saved;
  let refusedName: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let running: Promise<boolean> | null = null;

  const isDirty = () => wanted.draft !== inFile.draft || (wanted.name !== inFile.name && wanted.name !== refusedName);

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), ms);
  };

  const writeName = async (name: string) => {
    try {
      await api.renameSegment(id, name);
      inFile = { ...inFile, name };
      refusedName = null;
      store.set({ nameError: null });
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code !== "name_taken" && error.code !== "rule") throw thrown;
      refusedName = name;
      store.set({ nameError: error });
    }
  };

  const writeDraft = async (draft: Draft) => {
    const answer = await api.saveDraft(id, draftText(draft));
    inFile = { ...inFile, draft };
    store.set({ savedAt: answer.saved_at, version: answer.version, ruleSaved: answer.rule_saved });
  };

  const write = async (): Promise<boolean> => {
    store.set({ phase: "saving" });
    try {
      while (isDirty()) {
        const { name, draft } = wanted;
        if (draft !== inFile.draft) await writeDraft(draft);
        if (name !== inFile.name && name !== refusedName) await writeName(name);
      }
      failures = 0;
      store.set({ phase: "saved", error: null });
      onSaved(inFile, store.get());
      return true;
    } catch (thrown) {
      store.set({ phase: "failed", error: toAppError(thrown) });
      later(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 15000);
      failures += 1;
      return false;
    }
  };

  const flush = (): Promise<boolean> => {
    clearTimeout(timer);
    if (!running) {
      if (!isDirty()) return Promise.resolve(true);
      running = write().finally(() => {
        running = null;
      });
    }
    return running;
  };

  return {
    store,
    note(doc) {
      wanted = doc;
      if (doc.name !== refusedName) {
        refusedName = null;
        store.set({ nameError: null });
      }
      if (!isDirty()) {
        if (!running) {
          clearTimeout(timer);
          store.set({ phase: "saved" });
        }
        return;
      }
      if (store.get().phase === "saved") store.set({ phase: "waiting" });
      if (!running) later(SOON_MS);
    },
    flush,
    async stop() {
      const written = await flush();
      clearTimeout(timer);
      if (!written && isDirty()) kept.set(id, wanted);
      return written;
    },
  };
}
