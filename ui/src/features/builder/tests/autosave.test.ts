import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { emptyDraft, newCard } from "../../../rule-tree";
import { failure } from "../../../testing";
import { createAutosave, type Doc, takeKept } from "../state/autosave";

function fakeApi() {
  const api = {
    saved: [] as string[],
    names: [] as string[],
    broken: null as Error | null,
    nameTaken: false,
    async saveDraft(_id: number, draft: string) {
      if (api.broken) throw api.broken;
      api.saved.push(draft);
      return { version: api.saved.length + 1, saved_at: "2026-11-19T09:30:00.000Z", rule_saved: true };
    },
    async renameSegment(_id: number, name: string) {
      if (api.nameTaken) throw failure("name_taken", "A segment of that name exists.");
      api.names.push(name);
    },
  };
  return api;
}

const root = emptyDraft(() => "root").root;
const docOf = (name: string, cards: number): Doc => ({
  name,
  draft: {
    muster_draft: 1,
    root: { ...root, of: Array.from({ length: cards }, (_, i) => newCard({ kind: "list" }, () => `c${i}`)) },
  },
});
const start = docOf("A", 0);
const open = (api: ReturnType<typeof fakeApi>, id = 1) =>
  createAutosave(api, id, start, { savedAt: "", version: 1, ruleSaved: true });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("autosave", () => {
  it("writes the last of quick changes once", async () => {
    const api = fakeApi();
    const autosave = open(api);
    for (const n of [1, 2, 3]) autosave.note(docOf("A", n));
    expect(autosave.store.get().phase).toBe("waiting");
    await vi.advanceTimersByTimeAsync(300);
    expect(api.saved).toHaveLength(1);
    expect(api.saved[0]).toContain("c2");
    expect(autosave.store.get()).toMatchObject({ phase: "saved", version: 2 });
  });

  it("writes at once when told to, and everything that came meanwhile", async () => {
    const api = fakeApi();
    const autosave = open(api);
    autosave.note(docOf("A", 1));
    const done = autosave.flush();
    autosave.note(docOf("B", 2));
    expect(await done).toBe(true);
    expect(api.saved).toHaveLength(2);
    expect(api.names).toEqual(["B"]);
  });

  it("says a failure and tries again by itself", async () => {
    const api = fakeApi();
    api.broken = failure("busy", "in use");
    const autosave = open(api);
    autosave.note(docOf("A", 1));
    await vi.advanceTimersByTimeAsync(300);
    expect(autosave.store.get()).toMatchObject({ phase: "failed", error: { message: "in use" } });
    api.broken = null;
    await vi.advanceTimersByTimeAsync(1000);
    expect(autosave.store.get()).toMatchObject({ phase: "saved", error: null });
    expect(api.saved).toHaveLength(1);
  });

  it("keeps what could not be written for the next time the segment is opened", async () => {
    const api = fakeApi();
    api.broken = failure("internal", "gone");
    const autosave = open(api, 7);
    const last = docOf("A", 3);
    autosave.note(last);
    expect(await autosave.stop()).toBe(false);
    expect(takeKept(7)).toBe(last);
    expect(takeKept(7)).toBeNull();
  });

  it("a name that is taken does not hold up the rule", async () => {
    const api = fakeApi();
    api.nameTaken = true;
    const autosave = open(api);
    const { draft } = docOf("B", 1);
    autosave.note({ name: "B", draft });
    expect(await autosave.flush()).toBe(true);
    expect(api.saved).toHaveLength(1);
    expect(autosave.store.get().nameError?.code).toBe("name_taken");
    autosave.note({ name: "A", draft });
    expect(autosave.store.get()).toMatchObject({ phase: "saved", nameError: null });
  });
});
