import type { SegmentRow } from "../../api";
import type { RowCount } from "./counts";

export type SortKey = "name" | "people" | "edited";
export type Sort = { by: SortKey; descending: boolean };

/** The rows that say what is searched, in order. Rows without a count come last, whichever the direction. */
export function arrange(
  rows: SegmentRow[],
  search: string,
  sort: Sort,
  counts: Map<number, RowCount>,
  compare: (a: string, b: string) => number,
): SegmentRow[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => {
    const text = `${row.name} ${row.sentence}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
  const way = sort.descending ? -1 : 1;
  return found.sort((a, b) => {
    if (sort.by === "name") return way * compare(a.name, b.name);
    if (sort.by === "people") {
      const x = counts.get(a.id)?.count?.people;
      const y = counts.get(b.id)?.count?.people;
      if (x === undefined || y === undefined) return (x === undefined ? 1 : 0) - (y === undefined ? 1 : 0);
      return way * (x - y) || compare(a.name, b.name);
    }
    return way * (Date.parse(a.edited_at) - Date.parse(b.edited_at)) || compare(a.name, b.name);
  });
}
