import { useMemo, useState } from "react";
import type { Catalog, ValueKind } from "../../../api";
import { kindIcon } from "../../../components";
import { useWords, type Words } from "../../../i18n";
import { type Condition, isEvent, isField, isProperty, type Json, type Op, type Test } from "../../../rule-tree";
import { useCatalog } from "../state/context";
import { fieldIcon, fieldName, kindOf } from "../wording/catalog";
import { firstOp, fittingOps, OPS } from "../wording/ops";
import { type Choice, Choices } from "./Choices";
import { tidy, usePillEdit } from "./usePillEdit";

const SHOWN = 200;

/** Swaps what a card is about: another field, property or event. */
export function WhatEditor({ id, card, onDone }: { id: string; card: Condition; onDone: () => void }) {
  const words = useWords();
  const catalog = useCatalog();
  const [search, setSearch] = useState("");
  const edit = usePillEdit(id, "what", "builder.step.what");
  const all = useMemo(
    () => (isEvent(card) ? events(words, catalog) : attributes(words, catalog)),
    [words, catalog, card],
  );
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return all.filter((choice) => choice.text.toLowerCase().includes(wanted)).slice(0, SHOWN);
  }, [all, search]);

  return (
    <Choices
      label={words.t(isEvent(card) ? "builder.what.event" : "builder.what.attribute")}
      placeholder={words.t("builder.what.find")}
      choices={found}
      chosen={new Set(chosenKeys(card))}
      search={search}
      onSearch={setSearch}
      onChoose={(choice) => edit((was) => about(was, choice.key, catalog))}
      onDone={onDone}
      empty={words.t("builder.nothingFound", { search })}
    />
  );
}

function attributes(words: Words, catalog: Catalog | undefined): Choice[] {
  const fields = (catalog?.fields ?? []).map((field, index) => ({
    key: `field ${field.field}`,
    text: fieldName(words, field.field),
    icon: fieldIcon(field.field, field.kind),
    note: words.number(field.people),
    ...(index === 0 ? { section: words.t("builder.palette.profile") } : {}),
  }));
  const properties = (catalog?.properties ?? []).map((property, index) => ({
    key: `property ${property.name}`,
    text: property.name,
    icon: kindIcon[property.kind],
    note: words.number(property.people),
    ...(index === 0 ? { section: words.t("builder.palette.properties") } : {}),
  }));
  return [...fields, ...properties];
}

function events(words: Words, catalog: Catalog | undefined): Choice[] {
  const named = (catalog?.events ?? []).map((event) => ({
    key: `event ${event.name}`,
    text: event.name,
    icon: "bolt" as const,
    note: words.compact(event.count),
  }));
  return [{ key: "event *", text: words.t("builder.anyEvent"), icon: "bolt" }, ...named];
}

function chosenKeys(card: Condition): string[] {
  if (isField(card)) return card.field === undefined ? [] : [`field ${card.field}`];
  if (isProperty(card)) return card.property === undefined ? [] : [`property ${card.property}`];
  if (!isEvent(card) || card.event === undefined) return [];
  return (typeof card.event === "string" ? [card.event] : card.event).map((name) => `event ${name}`);
}

/** The card about something else. What still fits stays; a value that was picked from another field's values does not. */
function about(card: Condition, key: string, catalog: Catalog | undefined): Condition {
  const at = key.indexOf(" ");
  const kind = key.slice(0, at);
  const name = key.slice(at + 1);
  if (isEvent(card)) {
    if (card.event === name) return card;
    // Filters name properties of the event that was; those of another mean something else.
    return tidy({ ...card, event: name, where: undefined });
  }
  if (!isField(card) && !isProperty(card)) return card;
  const next: Condition = kind === "field" ? { kind: "field", field: name } : { kind: "property", property: name };
  const before = isField(card) ? `field ${card.field}` : `property ${card.property}`;
  if (before === key) return card;
  return { ...next, ...keptTest(card.op, card.value, kindOf(catalog, next)) } as Condition;
}

function keptTest(op: Op | undefined, value: Json | undefined, kind: ValueKind): Test {
  if (!op || !fittingOps(kind).includes(op)) return { op: firstOp(kind) };
  const shape = OPS[op].shape;
  const picked = shape === "one" || shape === "many";
  return tidy({ op, value: picked ? undefined : value }) as Test;
}
