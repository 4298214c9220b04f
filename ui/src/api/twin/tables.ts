import type { AppFailure } from "../failure";
import type {
  CatalogList,
  CatalogPurpose,
  CatalogRelation,
  CatalogTable,
  Change,
  ImportFile,
  ImportKind,
  TablesPreview,
} from "../types";

/** What the twin's workspace holds beside people and events. */
export type TwinTables = {
  tables: CatalogTable[];
  relations: CatalogRelation[];
  lists: CatalogList[];
  purposes: CatalogPurpose[];
};

/** A file of tables that the twin can be given: what it declares, or why it is refused. */
export type TwinTablesFile = {
  file: ImportFile;
  tables: CatalogTable[];
  relations: CatalogRelation[];
  failure?: AppFailure;
};

export const NO_TABLES: TwinTables = { tables: [], relations: [], lists: [], purposes: [] };

/** Harborlight's tables, lists and consent. */
export function sampleTables(): TwinTables {
  return {
    tables: [
      {
        name: "products",
        key: "product_id",
        columns: [
          { name: "product_id", kind: "text" },
          { name: "category", kind: "text" },
          { name: "premium", kind: "bool" },
          { name: "price", kind: "number" },
        ],
        rows: 38,
      },
      {
        name: "households",
        key: "household_id",
        columns: [
          { name: "household_id", kind: "text" },
          { name: "region", kind: "text" },
          { name: "since", kind: "time" },
        ],
        rows: 1204,
      },
      {
        name: "household_members",
        key: null,
        columns: [
          { name: "household_id", kind: "text" },
          { name: "user_id", kind: "text" },
        ],
        rows: 1987,
      },
    ],
    relations: [
      {
        name: "product",
        reverse: null,
        from: { of: "event_property", property: "product_id" },
        to: { of: "column", table: "products", column: "product_id" },
        via: null,
      },
      {
        name: "household",
        reverse: "members",
        from: { of: "field", field: "user_id" },
        to: { of: "column", table: "households", column: "household_id" },
        via: { table: "household_members", from: "user_id", to: "household_id" },
      },
    ],
    lists: [
      { name: "spring_webinar", people: 214, unknown: 0 },
      { name: "vip_invited", people: 96, unknown: 12 },
    ],
    purposes: [
      { purpose: "email", granted: 1408, denied: 207 },
      { purpose: "sms", granted: 311, denied: 1102 },
    ],
  };
}

/** A file of tables as a colleague would send it: policies with their holders, and one column more for the products. */
export function twinTablesFile(): TwinTablesFile {
  return {
    file: { handle: 31, name: "tables.json", bytes: 1_400 },
    tables: [
      {
        name: "products",
        key: "product_id",
        columns: [
          { name: "product_id", kind: "text" },
          { name: "category", kind: "text" },
          { name: "premium", kind: "bool" },
          { name: "price", kind: "number" },
          { name: "retired_on", kind: "time" },
        ],
        rows: 0,
      },
      {
        name: "policies",
        key: "policy_id",
        columns: [
          { name: "policy_id", kind: "text" },
          { name: "holder", kind: "text" },
          { name: "tier", kind: "text" },
        ],
        rows: 0,
      },
    ],
    relations: [
      {
        name: "policies",
        reverse: "holder",
        from: { of: "field", field: "user_id" },
        to: { of: "column", table: "policies", column: "holder" },
        via: null,
      },
    ],
  };
}

function changeOf(same: boolean, known: boolean): Change {
  if (same) return "same";
  return known ? "changed" : "new";
}

/** What comes of a file of tables. */
export function previewTables(held: TwinTables, { file, tables, relations }: TwinTablesFile): TablesPreview {
  return {
    file,
    tables: tables.map((table) => {
      const known = held.tables.find((one) => one.name === table.name);
      const columns = table.columns.map((column) => ({
        ...column,
        added: known !== undefined && !known.columns.some((one) => one.name === column.name),
      }));
      const gains = columns.some((column) => column.added);
      return { name: table.name, key: table.key, columns, change: changeOf(known !== undefined && !gains, !!known) };
    }),
    relations: relations.map((relation) => {
      const known = held.relations.find((one) => one.name === relation.name);
      return { relation, change: changeOf(JSON.stringify(known) === JSON.stringify(relation), !!known) };
    }),
  };
}

/** What there is after a file of tables was defined. */
export function withTables(held: TwinTables, { tables, relations }: TwinTablesFile): TwinTables {
  const named = (list: { name: string }[], name: string) => list.some((one) => one.name === name);
  return {
    ...held,
    tables: [
      ...held.tables.map((known) => {
        const wanted = tables.find((one) => one.name === known.name);
        return wanted ? { ...wanted, rows: known.rows } : known;
      }),
      ...tables.filter((table) => !named(held.tables, table.name)),
    ],
    relations: [
      ...held.relations.map((known) => relations.find((one) => one.name === known.name) ?? known),
      ...relations.filter((relation) => !named(held.relations, relation.name)),
    ],
  };
}

/** What there is after rows of a table or people of a list came in. */
export function withRows(held: TwinTables, kind: ImportKind, added: number, unknown: number): TwinTables {
  if (kind.of === "table")
    return {
      ...held,
      tables: held.tables.map((table) => (table.name === kind.name ? { ...table, rows: table.rows + added } : table)),
    };
  if (kind.of !== "list") return held;
  const before = held.lists.find((list) => list.name === kind.name) ?? { name: kind.name, people: 0, unknown: 0 };
  const after = { ...before, people: before.people + added - unknown, unknown: before.unknown + unknown };
  const others = held.lists.filter((list) => list.name !== kind.name);
  return { ...held, lists: [...others, after].sort((a, b) => a.name.localeCompare(b.name)) };
}
