import { Channel } from "@tauri-apps/api/core";
import type { Api, OnProgress, Unsubscribe } from "./api";
import { commands, events } from "./bindings";
import { AppFailure, toAppError } from "./failure";
import type { AppError, JobProgress } from "./types";

/** True inside the desktop window. */
export function insideWindow(): boolean {
  return "__TAURI_INTERNALS__" in window;
}

type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: AppError };

async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  let got: Answer<T>;
  try {
    got = await answer;
  } catch (thrown) {
    throw new AppFailure(toAppError(thrown));
  }
  // The shell's own refusals come as plain texts where an error is promised.
  if (got.status === "error") throw new AppFailure(toAppError(got.error));
  return got.data;
}

async function unwrapNothing(answer: Promise<Answer<null>>): Promise<void> {
  await unwrap(answer);
}

function progressChannel(onProgress: OnProgress): Channel<JobProgress> {
  const channel = new Channel<JobProgress>();
  channel.onmessage = onProgress;
  return channel;
}

function subscribe<T>(
  source: { listen(listener: (event: { payload: T }) => void): Promise<Unsubscribe> },
  listener: (payload: T) => void,
): Unsubscribe {
  let wanted = true;
  let stop: Unsubscribe | undefined;
  source
    .listen((event) => {
      if (wanted) listener(event.payload);
    })
    .then((unlisten) => {
      if (wanted) stop = unlisten;
      else unlisten();
    });
  return () => {
    wanted = false;
    stop?.();
  };
}

/** The real thing: commands and events of the desktop shell. With the generated bindings, the only file that knows it. */
export function hostApi(): Api {
  return {
    state: () => unwrap(commands.state()),
    openSample: () => unwrap(commands.openSample()),
    newWorkspace: () => unwrap(commands.newWorkspace()),
    openWorkspace: () => unwrap(commands.openWorkspace()),
    openRecent: (handle) => unwrap(commands.openRecent(handle)),
    closeWorkspace: () => unwrapNothing(commands.closeWorkspace()),
    catalog: () => unwrap(commands.catalog()),
    values: (source, search, limit) => unwrap(commands.values(source, search, limit)),
    columns: () => unwrap(commands.columns()),
    segments: () => unwrap(commands.segments()),
    countSegment: (id) => unwrap(commands.countSegment(id)),
    createSegment: (name) => unwrap(commands.createSegment(name)),
    openSegment: (id) => unwrap(commands.openSegment(id)),
    saveDraft: (id, draft) => unwrap(commands.saveDraft(id, draft)),
    renameSegment: (id, name) => unwrapNothing(commands.renameSegment(id, name)),
    duplicateSegment: (id) => unwrap(commands.duplicateSegment(id)),
    archiveSegment: (id, archived) => unwrapNothing(commands.archiveSegment(id, archived)),
    deleteSegment: (id) => unwrapNothing(commands.deleteSegment(id)),
    count: (request) => unwrap(commands.count(request)),
    cancelCount: () => commands.cancelCount(),
    sql: (draft, dialect) => unwrap(commands.sql(draft, dialect)),
    members: (request) => unwrap(commands.members(request)),
    chooseImportFiles: () => unwrap(commands.chooseImportFiles()),
    importPreview: (handle, kind) => unwrap(commands.importPreview(handle, kind)),
    importRun: (request, onProgress) => unwrap(commands.importRun(request, progressChannel(onProgress))),
    saveRejects: (handle) => unwrap(commands.saveRejects(handle)),
    imports: () => unwrap(commands.imports()),
    chooseTablesFile: () => unwrap(commands.chooseTablesFile()),
    tablesPreview: (handle) => unwrap(commands.tablesPreview(handle)),
    defineTables: (handle) => unwrapNothing(commands.defineTables(handle)),
    exportRun: (request, onProgress) => unwrap(commands.exportRun(request, progressChannel(onProgress))),
    cancelJob: (job) => commands.cancelJob(job),
    onFilesHover: (listener) => subscribe(events.filesHover, ({ count }) => listener(count)),
    onFilesLeft: (listener) => subscribe(events.filesLeft, () => listener()),
    onFilesDropped: (listener) => subscribe(events.filesDropped, listener),
  };
}
