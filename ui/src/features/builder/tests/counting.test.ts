import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CountReport, CountRequest, NodeReport } from "../../../api";
import { type Draft, draftText } from "../../../rule-tree";
import { failure } from "../../../testing";
import { createCounter } from "../state/counting";

type Asked = {
  request: CountRequest;
  answer: (people: number) => Promise<void>;
  refuse: (thrown: unknown) => Promise<void>;
};

function node(count: number): NodeReport {
  return {
    id: "c1",
    state: "exact",
    count,
    narrows_to: count,
    without_value: null,
    missing: null,
    message: null,
    hint: null,
    window: null,
    sentence: null,
  };
}

function report(ticket: number, people: number): CountReport {
  return {
    ticket,
    now: "2026-11-19T09:30:00.000Z",
    people,
    everyone: 100,
    millis: 1,
    nodes: [node(people)],
    unfinished: 0,
    muted: 0,
    sentence: "",
    emptied_by: null,
    unseen: [],
  };
}

function fakeApi() {
  const asked: Asked[] = [];
  return {
    asked,
    cancelled: 0,
    count(request: CountRequest) {
      return new Promise<CountReport>((resolve, reject) => {
        asked.push({
          request,
          answer: async (people) => resolve(report(request.ticket, people)),
          refuse: async (thrown) => reject(thrown),
        });
      });
    },
    async cancelCount() {
      this.cancelled += 1;
    },
  };
}

const of = (id: string): Draft => ({ muster_draft: 1, root: { id, group: "all", of: [] } });
const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("counting", () => {
  it("asks at once, with growing tickets", () => {
    const api = fakeApi();
    const counter = createCounter(api, 7);
    counter.request(of("a"));
    counter.request(of("b"));
    const [first, second] = api.asked.map(({ request }) => request.ticket);
    expect(second).toBeGreaterThan(first ?? Number.POSITIVE_INFINITY);
    expect(api.asked.map(({ request }) => request.segment)).toEqual([7, 7]);
  });

  it("throws stale answers away, in whatever order they come", async () => {
    const api = fakeApi();
    const counter = createCounter(api, 7);
    counter.request(of("a"));
    counter.request(of("b"));
    await api.asked[1]?.answer(2);
    await settle();
    await api.asked[0]?.answer(1);
    await settle();
    expect(counter.store.get()).toMatchObject({ phase: "current", draft: draftText(of("b")), report: { people: 2 } });
    counter.request(of("c"));
    counter.request(of("d"));
    await api.asked[2]?.answer(3);
    await settle();
    expect(counter.store.get().report?.people).toBe(2);
    await api.asked[3]?.refuse(failure("busy", "in use"));
    await settle();
    expect(counter.store.get()).toMatchObject({ phase: "failed", report: { people: 2 }, error: { message: "in use" } });
  });

  it("dims after 120 ms and offers Cancel after a second, counted from the first unanswered question", async () => {
    const api = fakeApi();
    const counter = createCounter(api, 7);
    counter.request(of("a"));
    await vi.advanceTimersByTimeAsync(100);
    expect(counter.store.get().phase).toBe("waiting");
    counter.request(of("b"));
    await vi.advanceTimersByTimeAsync(20);
    expect(counter.store.get().phase).toBe("dim");
    await vi.advanceTimersByTimeAsync(880);
    expect(counter.store.get().phase).toBe("slow");
    counter.cancel();
    expect(counter.store.get().phase).toBe("cancelled");
    expect(api.cancelled).toBe(1);
    await api.asked[1]?.answer(5);
    await settle();
    expect(counter.store.get()).toMatchObject({ phase: "cancelled", report: null });
    counter.again();
    expect(api.asked[2]?.request.draft).toBe(draftText(of("b")));
  });

  it("never shows a cancelled question as an error", async () => {
    const api = fakeApi();
    const counter = createCounter(api, 7);
    counter.request(of("a"));
    await api.asked[0]?.refuse(failure("cancelled", ""));
    await settle();
    expect(counter.store.get()).toMatchObject({ phase: "cancelled", error: null });
  });

  it("keeps the report of a card that did not change the same object", async () => {
    const api = fakeApi();
    const counter = createCounter(api, 7);
    counter.request(of("a"));
    await api.asked[0]?.answer(7);
    await settle();
    const before = counter.store.get().nodes.get("c1");
    counter.request(of("b"));
    await api.asked[1]?.answer(7);
    await settle();
    expect(counter.store.get().nodes.get("c1")).toBe(before);
  });
});
