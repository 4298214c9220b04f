/** The names under which answers are kept (TanStack Query). Everything under `data` is stale once the data changed. */
export const keys = {
  state: ["state"] as const,
  data: ["data"] as const,
  catalog: ["data", "catalog"] as const,
  columns: ["data", "columns"] as const,
  imports: ["data", "imports"] as const,
  segments: ["data", "segments"] as const,
  segmentCount: (id: number) => ["data", "segment-count", id] as const,
  segment: (id: number) => ["segment", id] as const,
};
