import { useRef, useSyncExternalStore } from "react";

/** A value that is watched. The smallest thing that lets one part of the page follow one part of a state. */
export interface Store<T> {
  get(): T;
  set(change: Partial<T> | ((state: T) => Partial<T>)): void;
  subscribe(listener: () => void): () => void;
}

/** A store that starts with a state. */
export function createStore<T extends object>(start: T): Store<T> {
  let state = start;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(change) {
      const next = { ...state, ...(typeof change === "function" ? change(state) : change) };
      const keys = Object.keys(next) as (keyof T)[];
      if (keys.every((key) => Object.is(next[key], state[key]))) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Follows what `select` takes out of the state; renders again only when that is another value. */
export function useStore<T, V>(store: Store<T>, select: (state: T) => V): V {
  const latest = useRef(select);
  latest.current = select;
  return useSyncExternalStore(store.subscribe, () => latest.current(store.get()));
}
