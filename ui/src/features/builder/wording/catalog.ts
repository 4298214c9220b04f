import type { Catalog, ValueKind } from "../../../api";
import type { IconName } from "../../../components";
import { kindIcon } from "../../../components";
import type { Words } from "../../../i18n";
import type { Condition } from "../../../rule-tree";
import { isEvent, isField, isProperty } from "../../../rule-tree";

const FIELD_ICONS: Record<string, IconName> = {
  email: "mail",
  name: "user",
  user_id: "id",
  created_at: "calendar",
  account_type: "id",
};

/** A profile field as one calls it; names of their own data stay exactly as imported. */
export function fieldName(words: Words, field: string): string {
  switch (field) {
    case "email":
    case "name":
    case "user_id":
    case "created_at":
    case "account_type":
      return words.t(`builder.field.${field}`);
    default:
      return field;
  }
}

/** A profile field's icon. */
export function fieldIcon(field: string, kind: ValueKind): IconName {
  return FIELD_ICONS[field] ?? kindIcon[kind];
}

/** What a field or property mostly holds; text where the catalog does not know it. */
export function kindOf(catalog: Catalog | undefined, card: Condition): ValueKind {
  if (isField(card)) {
    const known = catalog?.fields.find((field) => field.field === card.field)?.kind;
    return known ?? (card.field === "created_at" ? "time" : "text");
  }
  if (isProperty(card)) {
    return catalog?.properties.find((property) => property.name === card.property)?.kind ?? kindFromOp(card.op);
  }
  return "number";
}

/** What an event's property mostly holds. */
export function eventKindOf(
  catalog: Catalog | undefined,
  event: string | readonly string[] | undefined,
  property: string | undefined,
  op: string | undefined,
): ValueKind {
  return eventProperties(catalog, event).find((known) => known.name === property)?.kind ?? kindFromOp(op);
}

/** The properties of an event, of several, or of all; each once. */
export function eventProperties(catalog: Catalog | undefined, event: string | readonly string[] | undefined) {
  const names = event === undefined ? [] : typeof event === "string" ? [event] : event;
  const all = names.includes("*");
  const found = new Map<string, { name: string; kind: ValueKind; events: number }>();
  for (const known of catalog?.events ?? []) {
    if (!all && !names.includes(known.name)) continue;
    for (const property of known.properties) {
      const before = found.get(property.name);
      if (before) before.events += property.events;
      else found.set(property.name, { ...property });
    }
  }
  return [...found.values()].sort((a, b) => b.events - a.events);
}

/** For what the catalog does not know, the operator tells what the value must be. */
function kindFromOp(op: string | undefined): ValueKind {
  if (op === "gt" || op === "gte" || op === "lt" || op === "lte" || op === "between") return "number";
  if (op === "during" || op === "not_during" || op === "before" || op === "after" || op === "anniversary")
    return "time";
  return "text";
}

/** The icon of a card. */
export function cardIcon(catalog: Catalog | undefined, card: Condition): IconName {
  if (isEvent(card)) return "bolt";
  if (isField(card)) return fieldIcon(card.field ?? "", kindOf(catalog, card));
  if (isProperty(card)) return card.as_of === undefined ? kindIcon[kindOf(catalog, card)] : "history";
  return OTHER_ICONS[card.kind] ?? "tag";
}

const OTHER_ICONS: Record<string, IconName> = {
  sequence: "route",
  regular: "repeat",
  changed: "changed",
  ever: "history",
  rank: "rank",
  related: "link",
  segment: "segment",
  list: "list",
  consent: "shield",
  time: "clock",
};
