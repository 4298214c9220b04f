import type { CatalogRelation, RelationEnd } from "../../api";
import type { Words } from "../../i18n";

/** Whose rows an end of a relation has: "people", "events", or the table's name. */
export function rowsOf(words: Words, end: RelationEnd): string {
  if (end.of === "column") return end.table;
  return words.t(end.of === "field" || end.of === "property" ? "data.people" : "data.events");
}

function keyOf(words: Words, end: RelationEnd): string {
  switch (end.of) {
    case "field":
      return end.field;
    case "property":
    case "event_property":
      return end.property;
    case "event_date":
      return words.t("data.eventDate");
    case "column":
      return end.column;
  }
}

/** Its way there: "people —household→ households". */
export function way(words: Words, { name, from, to }: CatalogRelation): string {
  return words.t("data.relationWay", { from: rowsOf(words, from), name, to: rowsOf(words, to) });
}

/** Which keys are equal: "people.user_id = holders.user_id, holders.household = households.household". */
export function joinedBy(words: Words, { from, to, via }: CatalogRelation): string {
  const of = (table: string, key: string) => words.t("data.endOf", { table, key });
  const start = of(rowsOf(words, from), keyOf(words, from));
  const end = of(rowsOf(words, to), keyOf(words, to));
  if (!via) return words.t("data.joinedBy", { from: start, to: end });
  const [viaFrom, viaTo] = [of(via.table, via.from), of(via.table, via.to)];
  return words.t("data.joinedVia", { from: start, viaFrom, viaTo, to: end });
}
