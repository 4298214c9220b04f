import type { AppFailure } from "../failure";
import type { ImportFile, ImportKind, ImportPreview, ImportReport } from "../types";

/** A file that the twin can be given: what it looks like, and how its import ends. */
export type TwinFile = {
  file: ImportFile;
  preview: Omit<ImportPreview, "file">;
  report: ImportReport;
  failure?: AppFailure;
};

/** Three files as a marketer would have them. */
export function twinFiles(): TwinFile[] {
  return [
    {
      file: { handle: 11, name: "subscriptions_2026-11-18.csv", bytes: 284_000 },
      preview: {
        format: "CSV with a header, comma, UTF-8",
        because: "the first line has 6 names and all 500 sampled lines have 6 columns",
        kind: "users",
        kinds: ["users", "properties"],
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
        kind: "events",
        kinds: ["events"],
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

/** The preview, with the person's choice of what its rows are. */
export function previewOf(file: TwinFile, kind: ImportKind | null): ImportPreview {
  return { file: file.file, ...file.preview, kind: kind ?? file.preview.kind };
}
