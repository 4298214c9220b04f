import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Api, OnProgress, Unsubscribe } from "./api";
import { AppFailure, toAppError } from "./failure";
import type { ImportFile, JobProgress } from "./types";

/** True inside the desktop window. */
export function insideWindow(): boolean {
  return "__TAURI_INTERNALS__" in window;
}

async function ask<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (thrown) {
    throw new AppFailure(toAppError(thrown));
  }
}

function progressChannel(onProgress: OnProgress): Channel<JobProgress> {
  const channel = new Channel<JobProgress>();
  channel.onmessage = onProgress;
  return channel;
}

function subscribe<T>(event: string, listener: (payload: T) => void): Unsubscribe {
  let wanted = true;
  let stop: Unsubscribe | undefined;
  listen<T>(event, (message) => {
    if (wanted) listener(message.payload);
  }).then((unlisten) => {
    if (wanted) stop = unlisten;
    else unlisten();
  });
  return () => {
    wanted = false;
    stop?.();
  };
}

/** The real thing: commands and events of the desktop shell. The only file that knows it. */
export function hostApi(): Api {
  return {
    state: () => ask("state"),
    openSample: () => ask("open_sample"),
    newWorkspace: () => ask("new_workspace"),
    openWorkspace: () => ask("open_workspace"),
    openRecent: (handle) => ask("open_recent", { handle }),
    closeWorkspace: () => ask("close_workspace"),
    catalog: () => ask("catalog"),
    values: (source, search, limit) => ask("values", { source, search, limit }),
    columns: () => ask("columns"),
    segments: () => ask("segments"),
    countSegment: (id) => ask("count_segment", { id }),
    createSegment: (name) => ask("create_segment", { name }),
    openSegment: (id) => ask("open_segment", { id }),
    saveDraft: (id, draft) => ask("save_draft", { id, draft }),
    renameSegment: (id, name) => ask("rename_segment", { id, name }),
    duplicateSegment: (id) => ask("duplicate_segment", { id }),
    archiveSegment: (id, archived) => ask("archive_segment", { id, archived }),
    deleteSegment: (id) => ask("delete_segment", { id }),
    count: (request) => ask("count", { request }),
    cancelCount: () => ask("cancel_count"),
    sql: (draft, dialect) => ask("sql", { draft, dialect }),
    members: (request) => ask("members", { request }),
    chooseImportFiles: () => ask("choose_import_files"),
    importPreview: (handle, kind) => ask("import_preview", { handle, kind }),
    importRun: (request, onProgress) => ask("import_run", { request, progress: progressChannel(onProgress) }),
    saveRejects: (handle) => ask("save_rejects", { handle }),
    imports: () => ask("imports"),
    exportRun: (request, onProgress) => ask("export_run", { request, progress: progressChannel(onProgress) }),
    cancelJob: (job) => ask("cancel_job", { job }),
    onFilesHover: (listener) => subscribe<{ count: number }>("files_hover", ({ count }) => listener(count)),
    onFilesLeft: (listener) => subscribe<unknown>("files_left", () => listener()),
    onFilesDropped: (listener) => subscribe<ImportFile[]>("files_dropped", listener),
  };
}
