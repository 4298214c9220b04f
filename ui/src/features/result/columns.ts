import type { ColumnChoice } from "../../api";

const KEY = "muster.people.columns";

/** As many as the panel has room for. */
const TELLING = 2;

/** The columns to start with: the name, two properties that most people have, and when they were last seen. */
export function usualColumns(all: readonly ColumnChoice[]): string[] {
  const has = (key: string) => all.some((column) => column.key === key);
  const who = has("name") ? ["name"] : has("email") ? ["email"] : [];
  const last = has("last_seen") ? ["last_seen"] : [];
  const telling = all.filter(({ key, kind }) => key.startsWith("property:") && kind === "text").slice(0, TELLING);
  return [...who, ...telling.map((column) => column.key), ...last];
}

/** The columns that were chosen last, as far as this workspace has them. */
export function chosenColumns(all: readonly ColumnChoice[]): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (!Array.isArray(stored)) return usualColumns(all);
    const kept = stored.filter((key): key is string => all.some((column) => column.key === key));
    return kept.length > 0 ? kept : usualColumns(all);
  } catch {
    return usualColumns(all);
  }
}

/** Keeps the choice for the next time. */
export function keepColumns(columns: readonly string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(columns));
  } catch {
    // Without storage the choice holds as long as the window.
  }
}
