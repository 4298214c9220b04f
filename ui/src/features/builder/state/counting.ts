import type { Api, AppError, CountReport, NodeReport } from "../../../api";
import { isCancelled, toAppError } from "../../../api";
import { allNodes, type Draft, type DraftNode, draftText } from "../../../rule-tree";
import { keepSaid } from "../wording/said";
import { createStore, type Store } from "./store";

/** Old digits are dimmed after this long; before, a flicker would only disturb. */
const DIM_AFTER_MS = 120;
/** From here on it can be cancelled. */
const SLOW_AFTER_MS = 1000;

/** How the count stands. The report is always the last good one; it is never blanked. */
export type Counting = {
  readonly report: CountReport | null;
  /** The draft that the report is about, and each of its cards and groups as it was then. */
  readonly draft: string;
  readonly about: ReadonlyMap<string, DraftNode>;
  /** One for every card and group; an unchanged one is the same object as before. */
  readonly nodes: ReadonlyMap<string, NodeReport>;
  /** `waiting`: asked, the digits still stand; `dim`: for longer; `slow`: so long that one may cancel. */
  readonly phase: "current" | "waiting" | "dim" | "slow" | "failed" | "cancelled";
  readonly error: AppError | null;
};

/** Asks for counts and keeps what they answer. */
export interface Counter {
  readonly store: Store<Counting>;
  /** Counts this draft at once; what was asked before is given up. */
  request(draft: Draft): void;
  /** Counts the same draft again. */
  again(): void;
  /** The person's own Cancel. */
  cancel(): void;
  /** Nothing is heard any more. */
  stop(): void;
}

/** Tickets grow over all editors of the page: the Rust side knows only one line of them. */
let ticket = 0;

/** A counter over the page's way to Muster, for the draft of one segment. */
export function createCounter(api: Pick<Api, "count" | "cancelCount">, segment: number): Counter {
  const store = createStore<Counting>({
    report: null,
    draft: "",
    about: new Map(),
    nodes: new Map(),
    phase: "current",
    error: null,
  });
  let asked = 0;
  let last: Draft | null = null;
  let timers: ReturnType<typeof setTimeout>[] = [];

  const settle = () => {
    timers.forEach(clearTimeout);
    timers = [];
  };

  const request = (draft: Draft) => {
    const text = draftText(draft);
    last = draft;
    ticket += 1;
    const mine = ticket;
    asked = mine;
    if (timers.length === 0) {
      // The wait is counted from the first question without an answer, not from the last keystroke.
      timers = [
        setTimeout(() => store.set({ phase: "dim" }), DIM_AFTER_MS),
        setTimeout(() => store.set({ phase: "slow" }), SLOW_AFTER_MS),
      ];
      store.set({ phase: "waiting" });
    }
    api.count({ draft: text, segment, ticket: mine }).then(
      (report) => {
        if (mine !== asked) return;
        settle();
        const all = allNodes(draft);
        keepSaid(all, report.nodes);
        store.set(({ nodes }) => ({
          report,
          draft: text,
          about: new Map(all.map((node) => [node.id, node])),
          nodes: keepEqual(nodes, report.nodes),
          phase: "current",
          error: null,
        }));
      },
      (thrown: unknown) => {
        if (mine !== asked) return;
        settle();
        const phase = isCancelled(thrown) ? "cancelled" : "failed";
        store.set({ phase, error: phase === "failed" ? toAppError(thrown) : null });
      },
    );
  };

  return {
    store,
    request,
    again() {
      if (last) request(last);
    },
    cancel() {
      asked = 0;
      settle();
      store.set({ phase: "cancelled", error: null });
      api.cancelCount().catch(() => undefined);
    },
    stop() {
      asked = 0;
      settle();
    },
  };
}

function keepEqual(before: ReadonlyMap<string, NodeReport>, nodes: readonly NodeReport[]): Map<string, NodeReport> {
  return new Map(
    nodes.map((node) => {
      const old = before.get(node.id);
      return [node.id, old && JSON.stringify(old) === JSON.stringify(node) ? old : node];
    }),
  );
}

/** True where the digits that stand are known to be old ones. */
export function isStale(counting: Counting): boolean {
  return counting.phase !== "current" && counting.phase !== "waiting";
}
