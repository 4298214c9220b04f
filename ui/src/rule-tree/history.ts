/** One thing the person did: what stood before it, and its name for "Undo …". */
export type Step<T, Name = string> = {
  readonly before: T;
  readonly name: Name;
  /** Edits with the same key right after each other are one step, until `seal`. */
  readonly key: string | null;
};

/** What was done and undone. It has no end: every step of the session stays. */
export type History<T, Name = string> = {
  readonly present: T;
  /** The latest last. */
  readonly done: readonly Step<T, Name>[];
  /** What was undone: what stood after each, the next to redo last. */
  readonly undone: readonly { readonly after: T; readonly name: Name }[];
  readonly sealed: boolean;
};

/** A history with nothing done yet. */
export function startHistory<T, Name = string>(present: T): History<T, Name> {
  return { present, done: [], undone: [], sealed: true };
}

/**
 * Notes that `after` now stands. With a key, edits that follow each other under the same key make one step (typing).
 * What was undone before is given up, as everywhere. An unchanged present is no step.
 */
export function record<T, Name>(
  history: History<T, Name>,
  after: T,
  name: Name,
  key: string | null = null,
): History<T, Name> {
  if (after === history.present) return history;
  const last = history.done[history.done.length - 1];
  if (key !== null && !history.sealed && last?.key === key) {
    return { ...history, present: after, undone: [] };
  }
  return {
    present: after,
    done: [...history.done, { before: history.present, name, key }],
    undone: [],
    sealed: key === null,
  };
}

/** Ends the step that is being typed: the next edit is a step of its own. */
export function seal<T, Name>(history: History<T, Name>): History<T, Name> {
  return history.sealed ? history : { ...history, sealed: true };
}

/** Takes back what was recorded last under this key and is not sealed (Esc in an editor); it cannot be redone. */
export function rollBack<T, Name>(history: History<T, Name>, key: string): History<T, Name> {
  const last = history.done[history.done.length - 1];
  if (history.sealed || !last || last.key !== key) return history;
  return { present: last.before, done: history.done.slice(0, -1), undone: [], sealed: true };
}

/** One step back. */
export function undo<T, Name>(history: History<T, Name>): History<T, Name> {
  const last = history.done[history.done.length - 1];
  if (!last) return history;
  return {
    present: last.before,
    done: history.done.slice(0, -1),
    undone: [...history.undone, { after: history.present, name: last.name }],
    sealed: true,
  };
}

/** One step forward again. */
export function redo<T, Name>(history: History<T, Name>): History<T, Name> {
  const next = history.undone[history.undone.length - 1];
  if (!next) return history;
  return {
    present: next.after,
    done: [...history.done, { before: history.present, name: next.name, key: null }],
    undone: history.undone.slice(0, -1),
    sealed: true,
  };
}

/** The name of what `undo` would take back. */
export function undoName<T, Name>(history: History<T, Name>): Name | null {
  return history.done[history.done.length - 1]?.name ?? null;
}

/** The name of what `redo` would do again. */
export function redoName<T, Name>(history: History<T, Name>): Name | null {
  return history.undone[history.undone.length - 1]?.name ?? null;
}
