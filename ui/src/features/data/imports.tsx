import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { type ImportFile, type ImportKind, isCancelled, keys, toAppError, useApi } from "../../api";
import { EMPTY, type Item, kindOf, newItem, nextUp, type Queue, withFiles, withItem } from "./queue";

type Imports = {
  queue: Queue;
  /** Adds files behind those that are there. */
  add(files: ImportFile[]): void;
  /** Forgets what was there and begins with these. */
  start(files: ImportFile[]): void;
  look(handle: number): Promise<void>;
  setKind(handle: number, kind: ImportKind): Promise<void>;
  run(handle: number): Promise<void>;
  cancel(handle: number): void;
  skip(handle: number): void;
  again(handle: number): void;
  next(): void;
  /** Stops what runs and forgets everything. */
  end(): Promise<void>;
};

const ImportsContext = createContext<Imports | null>(null);

/** Job numbers of this window; each is used once. */
let lastJob = 0;
function newJob(): number {
  lastJob += 1;
  return lastJob;
}

type Running = { job: number; handle: number; dryRun: boolean; ended: Promise<void> };

/** Keeps the files that are being imported, wherever in the window one is. */
export function ImportsProvider({ children }: { children: ReactNode }) {
  const api = useApi();
  const client = useQueryClient();
  const [queue, setQueue] = useState<Queue>(EMPTY);
  const running = useRef<Running | null>(null);
  // The job whose progress is shown; a late word of an older one is not.
  const shown = useRef(0);
  // Looks that were overtaken by another choice must not write their answer any more.
  const looks = useRef(new Map<number, number>());

  const change = useCallback((handle: number, part: Partial<Item>) => {
    setQueue((before) => withItem(before, handle, part));
  }, []);

  /** Only one job at a time: asks a running one to stop and waits until it has. */
  const stopJob = useCallback(async () => {
    const job = running.current;
    if (!job) return;
    await api.cancelJob(job.job);
    await job.ended;
  }, [api]);

  const runJob = useCallback(
    async (handle: number, kind: ImportKind, dryRun: boolean) => {
      const job = newJob();
      shown.current = job;
      const report = api.importRun({ handle, kind, dry_run: dryRun, job }, (progress) => {
        if (shown.current === job) change(handle, { progress });
      });
      const ended = report.then(
        () => {},
        () => {},
      );
      running.current = { job, handle, dryRun, ended };
      try {
        return await report;
      } finally {
        if (running.current?.job === job) running.current = null;
      }
    },
    [api, change],
  );

  const lookAs = useCallback(
    async (handle: number, kind: ImportKind | null) => {
      const look = (looks.current.get(handle) ?? 0) + 1;
      looks.current.set(handle, look);
      const stale = () => looks.current.get(handle) !== look;
      change(handle, { kind, previewError: null, dryRun: null, dryRunError: null, progress: null });
      await stopJob();
      try {
        const preview = await api.importPreview(handle, kind);
        if (stale()) return;
        change(handle, { preview });
        if (preview.problem) return;
        try {
          const dryRun = await runJob(handle, preview.kind, true);
          if (!stale()) change(handle, { dryRun, progress: null });
        } catch (thrown) {
          if (!stale() && !isCancelled(thrown)) change(handle, { dryRunError: toAppError(thrown), progress: null });
        }
      } catch (thrown) {
        if (!stale()) change(handle, { previewError: toAppError(thrown) });
      }
    },
    [api, change, runJob, stopJob],
  );

  const run = useCallback(
    async (item: Item) => {
      const { handle } = item.file;
      const kind = kindOf(item);
      if (!kind) return;
      looks.current.set(handle, (looks.current.get(handle) ?? 0) + 1);
      change(handle, { phase: "running", progress: null, cancelling: false, error: null });
      await stopJob();
      try {
        const report = await runJob(handle, kind, false);
        change(handle, { phase: "done", report, endedAt: new Date().toISOString() });
        await client.invalidateQueries({ queryKey: keys.state });
        void client.invalidateQueries({ queryKey: keys.data });
      } catch (thrown) {
        if (isCancelled(thrown)) change(handle, { phase: "cancelled" });
        else change(handle, { phase: "failed", error: toAppError(thrown) });
      }
    },
    [change, client, runJob, stopJob],
  );

  const value = useMemo<Imports>(() => {
    const find = (handle: number) => queue.items.find((item) => item.file.handle === handle);
    return {
      queue,
      add: (files) => setQueue((before) => withFiles(before, files)),
      start: (files) => setQueue(withFiles(EMPTY, files)),
      look: (handle) => lookAs(handle, find(handle)?.kind ?? null),
      setKind: (handle, kind) => lookAs(handle, kind),
      run: async (handle) => {
        const item = find(handle);
        if (item) await run(item);
      },
      cancel: (handle) => {
        const job = running.current;
        if (job?.handle !== handle) return;
        change(handle, { cancelling: true });
        void api.cancelJob(job.job);
      },
      skip: (handle) => {
        void stopJob();
        setQueue((before) => {
          const after = withItem(before, handle, { phase: "skipped" });
          return { ...after, current: nextUp(after.items)?.file.handle ?? after.current };
        });
      },
      again: (handle) =>
        setQueue((before) => ({
          items: before.items.map((item) => (item.file.handle === handle ? newItem(item.file) : item)),
          current: handle,
        })),
      next: () => setQueue((before) => ({ ...before, current: nextUp(before.items)?.file.handle ?? before.current })),
      end: async () => {
        setQueue(EMPTY);
        await stopJob();
      },
    };
  }, [api, queue, lookAs, run, change, stopJob]);

  return <ImportsContext value={value}>{children}</ImportsContext>;
}

/** The files that are being imported. */
export function useImports(): Imports {
  const imports = useContext(ImportsContext);
  if (!imports) throw new Error("useImports needs an ImportsProvider above it");
  return imports;
}
