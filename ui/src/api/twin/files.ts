import type { AppFailure } from "../failure";
import type { ImportColumn, ImportFile, ImportKind, ImportPreview, ImportReport } from "../types";
import type { TwinTables } from "./tables";

/** A file that the twin can be given: what it looks like, and how its import ends. */
export type TwinFile = {
  file: ImportFile;
  preview: Omit<ImportPreview, "file" | "list" | "lists" | "tables">;
  report: ImportReport;
  failure?: AppFailure;
};

/** Two files as a marketer would have them. */
export function twinFiles(): TwinFile[] {
  return [
    {
      file: { handle: 11, name: "subscriptions_2026-11-18.csv", bytes: 284_000 },
      preview: {
        format: "CSV with a header, comma, UTF-8",
        because: "the first line has 6 names and all 500 sampled lines have 6 columns",
        kind: { of: "users" },
        kinds: [{ of: "users" }, { of: "properties" }],
        columns: [
          { name: "user_id", becomes: "user_id", kind: "text", why: "by name; 97% are people you know", look: false },
          { name: "email", becomes: "field", kind: "text", why: "by name and shape", look: false },
          { name: "name", becomes: "field", kind: "text", why: "by name", look: false },
          { name: "plan", becomes: "user_property", kind: "text", why: "known property, same 3 values", look: false },
          {
            name: "devices",
            becomes: "user_property",
            kind: "number",
            why: "14 of 500 sampled values are not numbers, such as “3 devices”: kept as text",
            look: true,
          },
          { name: "renewal_date", becomes: "user_property", kind: "time", why: "known property", look: false },
        ],
        rows: [
          ["u_20418", "marta.nowak@example.com", "Marta Nowak", "family", "4", "2026-11-03"],
          ["u_20977", "j.weber@example.com", "Jonas Weber", "plus", "2", "2026-11-25"],
          ["u_31502", "sanne@example.com", "Sanne de Vries", "family", "5", "2027-01-07"],
          ["u_31877", "t.herrera@example.com", "Tomás Herrera", "plus", "3 devices", "2026-11-30"],
          ["u_48217", "irina.p@example.com", "Irina Petrova", "free", null, null],
        ],
        problem: null,
      },
      report: {
        read: 2212,
        added: 318,
        updated: 1104,
        duplicates: 763,
        rejected: 27,
        unknown: 0,
        reasons: [
          { why: "no user_id", count: 18 },
          { why: "created_at is not a time", count: 6 },
          { why: "too few columns", count: 3 },
        ],
        rejects: [
          { line: 118, why: "no user_id" },
          { line: 1043, why: "created_at is not a time: “soon”" },
          { line: 1119, why: "too few columns: 4 instead of 6" },
        ],
        seconds: 0.4,
        people: 2318,
        events: 160_759,
        dry_run: false,
      },
    },
    {
      file: { handle: 12, name: "events_2026-11.ndjson.gz", bytes: 1_840_000 },
      preview: {
        format: "JSON Lines, gzip, UTF-8",
        because: "every one of 500 sampled lines is a JSON object",
        kind: { of: "events" },
        kinds: [{ of: "events" }],
        columns: [
          { name: "user_id", becomes: "user_id", kind: "text", why: "by name", look: false },
          { name: "event", becomes: "event_name", kind: "text", why: "by name; 9 different ones", look: false },
          { name: "timestamp", becomes: "timestamp", kind: "time", why: "by name and shape", look: false },
          { name: "properties", becomes: "properties", kind: "object", why: "a JSON object in every row", look: false },
        ],
        rows: [
          ["u_20418", "app_opened", "2026-11-18T20:11:04.000Z", '{"device":"phone"}'],
          ["u_20977", "purchase", "2026-11-18T20:12:51.000Z", '{"amount":86,"product":"vpn"}'],
        ],
        problem: null,
      },
      report: {
        read: 87_112,
        added: 86_400,
        updated: 0,
        duplicates: 671,
        rejected: 41,
        unknown: 0,
        reasons: [{ why: "timestamp is not a time", count: 41 }],
        rejects: [{ line: 7, why: "timestamp is not a time: “0000-00-00”" }],
        seconds: 4.1,
        people: 2318,
        events: 247_159,
        dry_run: false,
      },
    },
  ];
}

/** People to put on a list; 12 of its ids are not known yet. */
export function twinListFile(): TwinFile {
  return {
    file: { handle: 13, name: "vip_invited.csv", bytes: 2_100 },
    preview: {
      format: "CSV with a header, comma, UTF-8",
      because: "the first line has 2 names and all 108 lines have 2 columns",
      kind: { of: "users" },
      kinds: [{ of: "users" }],
      columns: [
        { name: "user_id", becomes: "user_id", kind: "text", why: "by its name", look: false },
        { name: "table_no", becomes: "user_property", kind: "number", why: "a new property", look: false },
      ],
      rows: [
        ["u_20418", "4"],
        ["u_20977", "7"],
      ],
      problem: null,
    },
    report: {
      read: 108,
      added: 108,
      updated: 0,
      duplicates: 0,
      rejected: 0,
      unknown: 12,
      reasons: [],
      rejects: [],
      seconds: 0.1,
      people: 2000,
      events: 160_759,
      dry_run: false,
    },
  };
}

/** Rows of the table of products, one of them with a price that is none. */
export function twinTableFile(): TwinFile {
  const why = "a column of “products”";
  return {
    file: { handle: 14, name: "products_2026.csv", bytes: 900 },
    preview: {
      format: "CSV with a header, comma, UTF-8",
      because: "the first line has 3 names and all 12 lines have 3 columns",
      kind: { of: "table", name: "products" },
      kinds: [{ of: "table", name: "products" }],
      columns: [
        { name: "product_id", becomes: "table_column", kind: "text", why: "the key", look: false },
        { name: "category", becomes: "table_column", kind: "text", why, look: false },
        {
          name: "price",
          becomes: "table_column",
          kind: "number",
          why: "1 value of 12 sampled rows is no number, such as “ask”; their rows are rejected",
          look: true,
        },
      ],
      rows: [
        ["vpn", "privacy", "4.99"],
        ["vault", "passwords", "2.5"],
      ],
      problem: null,
    },
    report: {
      read: 12,
      added: 5,
      updated: 4,
      duplicates: 2,
      rejected: 1,
      unknown: 0,
      reasons: [{ why: "price is no number", count: 1 }],
      rejects: [{ line: 9, why: "price is no number: “ask”" }],
      seconds: 0.1,
      people: 2000,
      events: 160_759,
      dry_run: false,
    },
  };
}

const OF_LISTS = ["user_id", "email"];

/** The preview, with the person's choice of what its rows are. */
export function previewOf(file: TwinFile, kind: ImportKind | null, held: TwinTables): ImportPreview {
  const { preview } = file;
  const chosen = kind ?? preview.kind;
  const names = preview.columns.map((column) => column.name);
  const table = chosen.of === "table" ? held.tables.find((one) => one.name === chosen.name) : undefined;
  const missing = table && names.find((name) => !table.columns.some((column) => column.name === name));
  const as = (column: ImportColumn): ImportColumn => {
    if (chosen.of === "list" && !OF_LISTS.includes(column.name))
      return { ...column, becomes: "nothing", why: "does not matter to a list", look: false };
    return chosen.of === "table" ? { ...column, becomes: "table_column" } : column;
  };
  return {
    ...preview,
    file: file.file,
    kind: chosen,
    list: names.some((name) => OF_LISTS.includes(name)) ? file.file.name.replace(/\..*$/, "") : null,
    lists: held.lists.map((list) => list.name),
    tables: held.tables.map((one) => one.name),
    columns: preview.columns.map(as),
    problem: missing
      ? `The table “${table.name}” has no column “${missing}”. Add the column with “Define tables”, or remove it from the file.`
      : preview.problem,
  };
}

/** How the import of a file ends as what its rows were taken for: a list has no places to change. */
export function reportOf({ report }: TwinFile, kind: ImportKind): ImportReport {
  if (kind.of !== "list") return { ...report, unknown: 0 };
  return { ...report, updated: 0, duplicates: report.updated + report.duplicates };
}
