import type {
  AppState,
  Catalog,
  ColumnChoice,
  CountReport,
  CountRequest,
  ExportReport,
  ExportRequest,
  FilesDropped,
  ImportFile,
  ImportKind,
  ImportPreview,
  ImportRecord,
  ImportReport,
  ImportRequest,
  JobProgress,
  MembersPage,
  MembersRequest,
  Saved,
  SegmentCount,
  SegmentDoc,
  SegmentRow,
  SqlText,
  TablesPreview,
  ValueCount,
  ValueSource,
  WorkspaceInfo,
} from "./types";

/** Takes a subscription back. */
export type Unsubscribe = () => void;

/** Told while a job runs, at most ten times a second. */
export type OnProgress = (progress: JobProgress) => void;

/**
 * Everything the page may ask of Muster. Each call answers its result or throws an `AppFailure`.
 * Where a native dialog chooses a file, `null` (or no files) means that the person closed it.
 */
export interface Api {
  state(): Promise<AppState>;
  openSample(): Promise<WorkspaceInfo>;
  newWorkspace(): Promise<WorkspaceInfo | null>;
  openWorkspace(): Promise<WorkspaceInfo | null>;
  openRecent(handle: number): Promise<WorkspaceInfo>;
  closeWorkspace(): Promise<void>;

  catalog(): Promise<Catalog>;
  values(source: ValueSource, search: string, limit: number): Promise<ValueCount[]>;
  columns(): Promise<ColumnChoice[]>;

  segments(): Promise<SegmentRow[]>;
  countSegment(id: number): Promise<SegmentCount>;
  createSegment(name: string): Promise<SegmentDoc>;
  openSegment(id: number): Promise<SegmentDoc>;
  saveDraft(id: number, draft: string): Promise<Saved>;
  renameSegment(id: number, name: string): Promise<void>;
  duplicateSegment(id: number): Promise<SegmentDoc>;
  archiveSegment(id: number, archived: boolean): Promise<void>;
  deleteSegment(id: number): Promise<void>;

  count(request: CountRequest): Promise<CountReport>;
  cancelCount(): Promise<void>;
  sql(draft: string, dialect: string): Promise<SqlText>;
  members(request: MembersRequest): Promise<MembersPage>;

  chooseImportFiles(): Promise<ImportFile[]>;
  importPreview(handle: number, kind: ImportKind | null): Promise<ImportPreview>;
  importRun(request: ImportRequest, onProgress: OnProgress): Promise<ImportReport>;
  saveRejects(handle: number): Promise<string | null>;
  imports(): Promise<ImportRecord[]>;

  chooseTablesFile(): Promise<ImportFile | null>;
  tablesPreview(handle: number): Promise<TablesPreview>;
  /** Defines what the preview showed, whole or not at all. */
  defineTables(handle: number): Promise<void>;

  exportRun(request: ExportRequest, onProgress: OnProgress): Promise<ExportReport | null>;
  cancelJob(job: number): Promise<void>;

  /** Files are held over the window: how many. */
  onFilesHover(listener: (count: number) => void): Unsubscribe;
  /** They left the window without being dropped. */
  onFilesLeft(listener: () => void): Unsubscribe;
  /** They were dropped; with no files, `problem` says why. */
  onFilesDropped(listener: (drop: FilesDropped) => void): Unsubscribe;
}
