import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { keys, type SegmentCount, type SegmentRow, useApi } from "../../api";

/** How many segments are counted at a time; the others wait, so that the first rows answer first. */
const AT_ONCE = 2;

/** Lets through so many at a time, in the order they came. */
function makeGate(size: number) {
  const waiting: (() => void)[] = [];
  let free = size;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free === 0) await new Promise<void>((go) => waiting.push(go));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

export type RowCount = {
  /** The newest answer; an older one stays while a newer is on its way. */
  count: SegmentCount | undefined;
  counting: boolean;
  error: unknown;
  /** Counts it once more. */
  again: () => void;
  /** When it was counted, in milliseconds; 0: never. */
  at: number;
};

/** People of each segment, by its id: each row fills by itself. */
export function useCounts(rows: SegmentRow[]): Map<number, RowCount> {
  const api = useApi();
  const gate = useMemo(() => makeGate(AT_ONCE), []);
  const answers = useQueries({
    queries: rows.map((row) => ({
      queryKey: keys.segmentCount(row.id),
      queryFn: () => gate(() => api.countSegment(row.id)),
      staleTime: 0,
    })),
  });
  return new Map(
    rows.map((row, i) => {
      const answer = answers[i];
      return [
        row.id,
        {
          count: answer?.data,
          counting: answer?.isFetching ?? false,
          error: answer?.error ?? null,
          again: () => void answer?.refetch(),
          at: answer?.dataUpdatedAt ?? 0,
        },
      ];
    }),
  );
}
