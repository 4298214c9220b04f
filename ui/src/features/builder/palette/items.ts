import type { Catalog } from "../../../api";
import { type IconName, kindIcon } from "../../../components";
import type { Words } from "../../../i18n";
import { fieldIcon, fieldName } from "../wording/catalog";

/** Something that can be added. */
export type Item = {
  readonly of: "field" | "property" | "event";
  readonly name: string;
  readonly text: string;
  readonly icon: IconName;
  /** Share of everyone who has it; none for events. */
  readonly share: number | null;
  readonly count: number;
  readonly lastSeen: string | null;
};

/** A part of the palette. */
export type Section = {
  readonly key: "profile" | "properties" | "events";
  readonly total: number;
  readonly items: readonly Item[];
};

/** What this workspace holds, as far as its name contains what is searched. */
export function paletteSections(words: Words, catalog: Catalog, search: string): readonly Section[] {
  const wanted = search.trim().toLowerCase();
  const share = (people: number) => (catalog.everyone > 0 ? people / catalog.everyone : 0);
  const fields: Item[] = catalog.fields.map((field) => ({
    of: "field",
    name: field.field,
    text: fieldName(words, field.field),
    icon: fieldIcon(field.field, field.kind),
    share: share(field.people),
    count: field.people,
    lastSeen: null,
  }));
  const properties: Item[] = catalog.properties.map((property) => ({
    of: "property",
    name: property.name,
    text: property.name,
    icon: kindIcon[property.kind],
    share: share(property.people),
    count: property.people,
    lastSeen: null,
  }));
  const events: Item[] = catalog.events.map((event) => ({
    of: "event",
    name: event.name,
    text: event.name,
    icon: "bolt",
    share: null,
    count: event.count,
    lastSeen: event.last_seen,
  }));
  const section = (key: Section["key"], all: Item[]): Section => ({
    key,
    total: all.length,
    items: all.filter(({ name, text }) => `${text}\n${name}`.toLowerCase().includes(wanted)),
  });
  return [section("profile", fields), section("properties", properties), section("events", events)].filter(
    ({ items }) => items.length > 0,
  );
}
