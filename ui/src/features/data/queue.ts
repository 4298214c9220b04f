import type { AppError, ImportFile, ImportKind, ImportPreview, ImportReport, JobProgress } from "../../api";

/** Where a file stands. `look` is the step in which the person sees what would become of it. */
export type Phase = "look" | "running" | "done" | "failed" | "cancelled" | "skipped";

/** One file of the queue. */
export type Item = {
  file: ImportFile;
  phase: Phase;
  /** The person's choice of what its rows are; none: as guessed. */
  kind: ImportKind | null;
  preview: ImportPreview | null;
  previewError: AppError | null;
  dryRun: ImportReport | null;
  dryRunError: AppError | null;
  progress: JobProgress | null;
  cancelling: boolean;
  report: ImportReport | null;
  /** When the import ended. */
  endedAt: string | null;
  error: AppError | null;
};

export type Queue = {
  items: Item[];
  /** The handle of the file that is being looked at, run or reported. */
  current: number | null;
};

export const EMPTY: Queue = { items: [], current: null };

export function newItem(file: ImportFile): Item {
  return {
    file,
    phase: "look",
    kind: null,
    preview: null,
    previewError: null,
    dryRun: null,
    dryRunError: null,
    progress: null,
    cancelling: false,
    report: null,
    endedAt: null,
    error: null,
  };
}

/** What the rows of a file are taken to be. */
export function kindOf(item: Item): ImportKind | null {
  return item.kind ?? item.preview?.kind ?? null;
}

/** The rows that an import would write or leave as they are: all but the rejected. */
export function accepted(report: ImportReport): number {
  return report.read - report.rejected;
}

/** True when both say the same of every row. */
export function sameOutcome(a: ImportReport | null, b: ImportReport | null): boolean {
  if (!a || !b) return false;
  return (["read", "added", "updated", "duplicates", "rejected", "unknown"] as const).every((key) => a[key] === b[key]);
}

/** The first file that is still to be looked at. */
export function nextUp(items: Item[]): Item | undefined {
  return items.find((item) => item.phase === "look");
}

/** Adds files; one that is there already is not added twice, and one that was left out or failed comes back. */
export function withFiles(queue: Queue, files: ImportFile[]): Queue {
  const fresh = files.filter((file) => !queue.items.some((item) => item.file.handle === file.handle));
  const again = new Set(files.map((file) => file.handle));
  const items = [
    ...queue.items.map((item) =>
      again.has(item.file.handle) && ["failed", "cancelled", "skipped"].includes(item.phase)
        ? newItem(item.file)
        : item,
    ),
    ...fresh.map(newItem),
  ];
  const at = items.find((item) => item.file.handle === queue.current);
  const busy = at && (at.phase === "look" || at.phase === "running");
  return { items, current: busy ? at.file.handle : (nextUp(items)?.file.handle ?? queue.current) };
}

/** Changes one file. */
export function withItem(queue: Queue, handle: number, change: Partial<Item>): Queue {
  return {
    ...queue,
    items: queue.items.map((item) => (item.file.handle === handle ? { ...item, ...change } : item)),
  };
}
