import type { Api } from "../api";
import type { AppFailure } from "../failure";
import type {
  AppState,
  FilesDropped,
  ImportRecord,
  ImportReport,
  JobProgress,
  MembersRequest,
  RecentWorkspace,
  WorkspaceInfo,
} from "../types";
import { countDraft, evaluate } from "./counting";
import { failure } from "./failures";
import { previewOf, reportOf, type TwinFile, twinFiles } from "./files";
import { EMPTY_DRAFT, savedSegments, type TwinSegment } from "./segments";
import { statementOf } from "./statements";
import {
  NO_TABLES,
  previewTables,
  sampleTables,
  type TwinTables,
  type TwinTablesFile,
  twinTablesFile,
  withRows,
  withTables,
} from "./tables";
import { catalog, EVERYONE, NOW, person, VALUES, valueFor } from "./world";

export { failure } from "./failures";

export type TwinOptions = {
  /** Open at the start; none: the first start. */
  workspace?: "sample" | "empty" | null;
  recent?: RecentWorkspace[];
  segments?: TwinSegment[];
  imports?: ImportRecord[];
  /** What there is beside people and events. */
  tables?: TwinTables;
  /** What the file dialog answers. */
  files?: TwinFile[];
  /** What the dialog for files of tables answers; `null`: the person changed their mind. */
  tablesFile?: TwinTablesFile | null;
  /** Milliseconds that each answer takes. */
  delay?: number;
  /** Milliseconds between the ten steps of an import or export. */
  step?: number;
};

/** An `Api` without a computer behind it, and handles to play the outside world. */
export type Twin = Api & {
  /** Holds files over the window. */
  hover(count: number): void;
  leave(): void;
  drop(files?: TwinFile[]): void;
  /** Makes the next calls of a method fail; `null` ends it. */
  fail(method: keyof Api, failure: AppFailure | null): void;
  /** Makes a method wait until the returned function is called. */
  hold(method: keyof Api): () => void;
  /** Every call so far, by name. */
  calls: string[];
};

const wait = (ms: number) => new Promise<void>((done) => (ms > 0 ? setTimeout(done, ms) : done()));

export function createTwin(options: TwinOptions = {}): Twin {
  const { delay = 0, step = 0 } = options;
  let files = options.files ?? twinFiles();
  let workspace: WorkspaceInfo | null = null;
  let segments: TwinSegment[] = [];
  let imports: ImportRecord[] = [];
  let declared: TwinTables = NO_TABLES;
  const tablesFile = options.tablesFile === undefined ? twinTablesFile() : options.tablesFile;
  const recent = options.recent ?? [
    { handle: 1, name: "Harborlight", opened_at: new Date(NOW - 3_600_000).toISOString() },
    { handle: 2, name: "Harborlight 2025", opened_at: "2026-01-03T10:00:00Z" },
  ];
  const cancelled = new Set<number>();
  const failing = new Map<string, AppFailure>();
  const held = new Map<string, Promise<void>>();
  const listeners = {
    hover: new Set<(count: number) => void>(),
    left: new Set<() => void>(),
    dropped: new Set<(drop: FilesDropped) => void>(),
  };
  let newest = 0;

  const active = () => segments.filter((segment) => !segment.archived).length;
  const open = (name: string, full: boolean): WorkspaceInfo => {
    segments = full ? (options.segments ?? savedSegments()) : [];
    imports = full ? (options.imports ?? []) : [];
    declared = options.tables ?? (full ? sampleTables() : NO_TABLES);
    workspace = {
      name,
      time_zone: "Europe/Berlin",
      people: full ? EVERYONE : 0,
      events: full ? 160_759 : 0,
      segments: active(),
      generation: 1,
    };
    return workspace;
  };
  if (options.workspace === "sample") open("Harborlight", true);
  if (options.workspace === "empty") open("Spring launch", false);

  const find = (id: number): TwinSegment => {
    const segment = segments.find((one) => one.id === id);
    if (!segment) throw failure("not_found", "This segment is gone.", "Go back to the list of segments.");
    return segment;
  };
  const free = (name: string, taken = new Set(segments.map((segment) => segment.name))): string => {
    let candidate = name;
    for (let n = 2; taken.has(candidate); n += 1) candidate = `${name} ${n}`;
    return candidate;
  };
  const docOf = ({ id, name, draft, version, editedAt }: TwinSegment) => ({
    id,
    name,
    draft,
    version,
    saved_at: editedAt,
  });
  const add = (name: string, draft: string) => {
    const segment: TwinSegment = {
      id: Math.max(0, ...segments.map((one) => one.id)) + 1,
      name: free(name),
      draft,
      version: 0,
      editedAt: new Date(NOW).toISOString(),
      archived: false,
    };
    segments = [segment, ...segments];
    return docOf(segment);
  };
  const cell = (column: string, i: number): string | null => {
    const one = person(i);
    if (column === "email") return one.email;
    if (column === "name") return one.name;
    if (column === "user_id") return one.userId;
    if (column === "created_at") return one.createdAt;
    if (column === "last_seen") return one.lastSeen;
    const value = valueFor(column.replace(/^property:/, ""), i);
    return value === null ? null : String(value);
  };

  const run = async (job: number, rows: number, onProgress: (progress: JobProgress) => void) => {
    for (let i = 1; i <= 10; i += 1) {
      await wait(step);
      if (cancelled.has(job)) throw failure("cancelled", "Cancelled.");
      onProgress({
        job,
        share: i / 10,
        rows: Math.round((rows * i) / 10),
        rejected: 0,
        rows_per_second: 212_400,
        seconds_left: (10 - i) * 0.8,
        finishing: i === 10,
      });
    }
  };

  const members = ({ draft, columns, sort, offset, limit }: MembersRequest) => {
    const inside = [...evaluate(draft).members.entries()].filter(([, bit]) => bit).map(([i]) => i);
    if (sort) {
      const order = sort.descending ? -1 : 1;
      inside.sort((a, b) => order * (cell(sort.column, a) ?? "").localeCompare(cell(sort.column, b) ?? ""));
    }
    return {
      total: inside.length,
      rows: inside.slice(offset, offset + limit).map((i) => ({
        user_id: person(i).userId,
        cells: columns.map((column) => cell(column, i)),
      })),
    };
  };

  const inner: Api = {
    state: async (): Promise<AppState> => ({ workspace: workspace && { ...workspace, segments: active() }, recent }),
    openSample: async () => open("Harborlight", true),
    newWorkspace: async () => open("Spring launch", false),
    openWorkspace: async () => open("Harborlight 2025", true),
    openRecent: async (handle) => open(recent.find((one) => one.handle === handle)?.name ?? "Harborlight", true),
    closeWorkspace: async () => {
      workspace = null;
    },
    catalog: async () =>
      workspace?.people
        ? catalog(declared)
        : { ...catalog(declared), everyone: 0, properties: [], events: [], fields: [] },
    values: async (source, search, limit) =>
      (VALUES[source.of === "field" ? source.field : source.property] ?? [])
        .filter(([value]) => String(value).toLowerCase().includes(search.toLowerCase()))
        .slice(0, limit)
        .map(([value, share]) => ({
          json: JSON.stringify(value),
          text: String(value),
          count: Math.round(share * EVERYONE),
        })),
    columns: async () => [
      ...catalog().fields.map(({ field, kind, people }) => ({ key: field, heading: field, kind, people })),
      ...catalog().properties.map(({ name, kind, people }) => ({
        key: `property:${name}`,
        heading: name,
        kind,
        people,
      })),
    ],
    segments: async () =>
      segments.map(({ id, name, draft, editedAt, archived }) => {
        const { nodes, sentence } = evaluate(draft);
        const unfinished = nodes.filter((node) => node.state === "incomplete" || node.state === "failed").length;
        return { id, name, sentence, unfinished, edited_at: editedAt, archived };
      }),
    countSegment: async (id) => ({
      id,
      people: countDraft({ draft: find(id).draft, segment: null, ticket: 0 }).people,
      everyone: EVERYONE,
    }),
    createSegment: async (name) => add(name, EMPTY_DRAFT),
    openSegment: async (id) => docOf(find(id)),
    saveDraft: async (id, draft) => {
      const segment = find(id);
      const unfinished = evaluate(draft).nodes.some((node) => node.state === "incomplete" || node.state === "failed");
      segment.draft = draft;
      segment.editedAt = new Date(NOW).toISOString();
      if (!unfinished) segment.version += 1;
      return { version: segment.version, saved_at: segment.editedAt, rule_saved: !unfinished };
    },
    renameSegment: async (id, name) => {
      if (segments.some((one) => one.id !== id && one.name === name))
        throw failure("name_taken", `A segment called “${name}” exists.`, "Choose another name.");
      find(id).name = name;
    },
    duplicateSegment: async (id) => add(`${find(id).name} copy`, find(id).draft),
    archiveSegment: async (id, archived) => {
      find(id).archived = archived;
    },
    deleteSegment: async (id) => {
      find(id);
      segments = segments.filter((one) => one.id !== id);
    },
    count: async (request) => {
      newest = Math.max(newest, request.ticket);
      await wait(delay);
      if (request.ticket < newest) throw failure("cancelled", "A newer count took its place.");
      return countDraft(request, request.segment === null ? null : find(request.segment).name);
    },
    cancelCount: async () => {
      newest += 1;
    },
    sql: async (draft, dialect) => statementOf(draft, dialect),
    members: async (request) => members(request),
    chooseImportFiles: async () => files.map((file) => file.file),
    importPreview: async (handle, kind) => {
      const file = files.find((one) => one.file.handle === handle);
      if (!file) throw failure("not_found", "This file is gone.", "Choose it again.");
      return previewOf(file, kind, declared);
    },
    importRun: async (request, onProgress) => {
      const file = files.find((one) => one.file.handle === request.handle);
      if (!file) throw failure("not_found", "This file is gone.", "Choose it again.");
      if (!request.dry_run) await run(request.job, file.report.read, onProgress);
      if (!request.dry_run && file.failure) throw file.failure;
      const report: ImportReport = { ...reportOf(file, request.kind), dry_run: request.dry_run };
      if (!request.dry_run && workspace) {
        const { read, added, updated, duplicates, rejected, unknown } = report;
        const at = new Date(NOW).toISOString();
        imports = [
          { name: file.file.name, kind: request.kind, at, read, added, updated, duplicates, rejected, unknown },
          ...imports,
        ];
        declared = withRows(declared, request.kind, added, unknown);
        workspace = {
          ...workspace,
          people: report.people,
          events: report.events,
          generation: workspace.generation + 1,
        };
      }
      return report;
    },
    saveRejects: async (handle) =>
      `${files.find((one) => one.file.handle === handle)?.file.name ?? "file"}.rejected.csv`,
    imports: async () => imports,
    chooseTablesFile: async () => tablesFile?.file ?? null,
    tablesPreview: async () => {
      if (!tablesFile) throw failure("not_found", "This file is gone.", "Choose it again.");
      if (tablesFile.failure) throw tablesFile.failure;
      return previewTables(declared, tablesFile);
    },
    defineTables: async () => {
      if (!tablesFile) throw failure("not_found", "This file is gone.", "Choose it again.");
      declared = withTables(declared, tablesFile);
    },
    exportRun: async (request, onProgress) => {
      const rows = countDraft({ draft: request.draft, segment: null, ticket: 0 }).people;
      await run(request.job, rows, onProgress);
      return { name: `${request.file_name}.csv`, rows, bytes: rows * 61, seconds: 0.2 };
    },
    cancelJob: async (job) => {
      cancelled.add(job);
    },
    onFilesHover: (listener) => {
      listeners.hover.add(listener);
      return () => listeners.hover.delete(listener);
    },
    onFilesLeft: (listener) => {
      listeners.left.add(listener);
      return () => listeners.left.delete(listener);
    },
    onFilesDropped: (listener) => {
      listeners.dropped.add(listener);
      return () => listeners.dropped.delete(listener);
    },
  };

  const calls: string[] = [];
  const api = Object.fromEntries(
    Object.entries(inner).map(([name, method]) => {
      if (name.startsWith("on")) return [name, method];
      const call = async (...args: unknown[]) => {
        calls.push(name);
        await wait(delay);
        await held.get(name);
        const failed = failing.get(name);
        if (failed) throw failed;
        return (method as (...args: unknown[]) => unknown)(...args);
      };
      return [name, call];
    }),
  ) as unknown as Api;

  return {
    ...api,
    calls,
    hover: (count) => {
      for (const listener of listeners.hover) listener(count);
    },
    leave: () => {
      for (const listener of listeners.left) listener();
    },
    drop: (dropped = files) => {
      files = [...new Set([...files, ...dropped])];
      for (const listener of listeners.dropped) listener({ files: dropped.map((file) => file.file), problem: null });
    },
    fail: (method, failed) => {
      if (failed) failing.set(method, failed);
      else failing.delete(method);
    },
    hold: (method) => {
      let release = () => {};
      held.set(
        method,
        new Promise<void>((done) => {
          release = done;
        }),
      );
      return () => {
        held.delete(method);
        release();
      };
    },
  };
}
