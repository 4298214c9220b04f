import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { keys, type SegmentDoc, useApi } from "../../api";
import { ErrorNote, useCommands, useLeaveGuard } from "../../components";
import { useWords } from "../../i18n";
import { allNodes, draftText, find, isGroup, nodeAtPath, parseDraft, setMuted } from "../../rule-tree";
import { ExportDialog } from "../export";
import { ResultPanel } from "../result";
import { Canvas } from "./canvas/Canvas";
import { DragLayer } from "./canvas/DragLayer";
import { NodeMenu } from "./canvas/NodeMenu";
import { PillEditor } from "./editors/PillEditor";
import { Header } from "./header/Header";
import { Palette } from "./palette/Palette";
import { EditorProvider, useCounting, useEditor, useEditorState } from "./state/context";
import { createEditor, draftOf } from "./state/editor";
import { useStore } from "./state/store";
import { useEditorKeys } from "./useEditorKeys";
import { nodeName } from "./wording/nodes";
import "./builder.css";

export type SegmentEditorProps = {
  id: number;
  onBack: () => void;
};

/** One segment: what can be added, the rule, and who it gives. */
export function SegmentEditor({ id, onBack }: SegmentEditorProps) {
  const api = useApi();
  const words = useWords();
  const doc = useQuery({
    queryKey: keys.segment(id),
    queryFn: () => api.openSegment(id),
    // What is edited here is newer than anything kept: it is always read anew, and never again while it is open.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: "always",
  });
  const draft = useMemo(() => (doc.data ? parseDraft(doc.data.draft) : null), [doc.data]);
  // Once it is open, what is on the page leads; reading it again would throw its history away.
  const opened = useRef<SegmentDoc | null>(null);
  if (!opened.current && doc.data && draft && !doc.isFetching) opened.current = doc.data;

  if (opened.current) return <Open key={id} doc={opened.current} onBack={onBack} />;
  const unreadable = doc.data && !draft ? new Error(doc.data.draft) : null;
  return (
    <main className="page" aria-busy={doc.isFetching || undefined} aria-label={words.t("builder.title")}>
      {(doc.error || unreadable) && !doc.isFetching && (
        <div className="ed-problem">
          <ErrorNote
            error={doc.error ?? unreadable}
            doing={words.t(unreadable ? "builder.unreadable" : "builder.openFailed")}
            onRetry={() => void doc.refetch()}
          />
          <button type="button" className="note-btn" onClick={onBack}>
            {words.t("builder.backToSegments")}
          </button>
        </div>
      )}
    </main>
  );
}

function Open({ doc, onBack }: { doc: SegmentDoc; onBack: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const catalog = useQuery({ queryKey: keys.catalog, queryFn: () => api.catalog() });
  const [editor] = useState(() =>
    createEditor(api, {
      id: doc.id,
      name: doc.name,
      draft: parseDraft(doc.draft) ?? emptyOf(doc),
      version: doc.version,
      savedAt: doc.saved_at,
    }),
  );

  useEffect(() => {
    const leave = () => void editor.autosave.flush();
    editor.counter.request(draftOf(editor.store.get()));
    window.addEventListener("pagehide", leave);
    window.addEventListener("blur", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("blur", leave);
      void editor.stop().then(() => {
        void client.invalidateQueries({ queryKey: keys.segments });
        void client.invalidateQueries({ queryKey: keys.segmentCount(doc.id) });
      });
    };
  }, [editor, client, doc.id]);

  // Another catalog after the first means other data.
  const known = useRef(catalog.data);
  useEffect(() => {
    const changed = known.current !== undefined && known.current !== catalog.data;
    known.current = catalog.data;
    if (changed) editor.counter.request(draftOf(editor.store.get()));
  }, [editor, catalog.data]);

  return (
    <EditorProvider editor={editor} catalog={catalog.data}>
      <Screen catalogError={catalog.error} onCatalogAgain={() => void catalog.refetch()} onBack={onBack} />
    </EditorProvider>
  );
}

/** Only for the type: a draft that cannot be read never comes here. */
function emptyOf(doc: SegmentDoc) {
  return { muster_draft: 1, root: { id: `root-${doc.id}`, group: "all", of: [] } } as const;
}

type ScreenProps = { catalogError: unknown; onCatalogAgain: () => void; onBack: () => void };

function Screen({ catalogError, onCatalogAgain, onBack }: ScreenProps) {
  const words = useWords();
  const api = useApi();
  const editor = useEditor();
  const catalog = useQuery({ queryKey: keys.catalog, queryFn: () => api.catalog(), enabled: false }).data;
  const tongue = useMemo(() => ({ words, catalog }), [words, catalog]);
  const canvas = useRef<HTMLElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [exporting, setExporting] = useState(false);
  const openExport = useCallback(() => {
    editor.closePill(true);
    setExporting(true);
  }, [editor]);
  useEditorKeys({ search, canvas, onExport: openExport });
  useCommands(
    () => [
      {
        id: "editor-add",
        label: words.t("builder.command.add"),
        icon: "plus",
        keys: "/",
        run: () => search.current?.focus(),
      },
      { id: "editor-undo", label: words.t("builder.undo"), icon: "undo", keys: "Ctrl Z", run: () => editor.undo() },
      {
        id: "editor-redo",
        label: words.t("builder.redo"),
        icon: "redo",
        keys: "Ctrl Shift Z",
        run: () => editor.redo(),
      },
      {
        id: "editor-export",
        label: words.t("builder.command.export"),
        icon: "export",
        keys: "Ctrl E",
        run: openExport,
      },
    ],
    [words, editor, openExport],
  );

  return (
    <main className="page" aria-label={words.t("builder.title")}>
      <Header onBack={onBack} onExport={openExport} />
      <div className="ed">
        <DragLayer canvas={canvas} tongue={tongue}>
          <Palette search={search} tongue={tongue} failed={catalogError} onRetry={onCatalogAgain} />
          <Canvas canvas={canvas} tongue={tongue} />
        </DragLayer>
        <Result />
      </div>
      <PillEditor />
      <NodeMenu tongue={tongue} />
      <Spoken />
      <LeaveGuard />
      {exporting && <Export onClose={() => setExporting(false)} />}
    </main>
  );
}

function Result() {
  const words = useWords();
  const editor = useEditor();
  const api = useApi();
  const catalog = useQuery({ queryKey: keys.catalog, queryFn: () => api.catalog(), enabled: false }).data;
  const counting = useCounting((state) => state);

  const showLeftOut = useCallback(() => {
    const { nodes } = editor.counter.store.get();
    const all = allNodes(draftOf(editor.store.get()));
    const unfinished = all.find(({ id }) => ["incomplete", "failed"].includes(nodes.get(id)?.state ?? ""));
    const first = unfinished ?? all.find(({ muted }) => muted);
    if (first) editor.focus(first.id);
  }, [editor]);
  const nameOf = useCallback(
    (id: string) => {
      const node = find(draftOf(editor.store.get()), id);
      return node ? nodeName(words, catalog, node) : "";
    },
    [editor, words, catalog],
  );

  const nodeAt = useCallback(
    (path: string) => {
      const { draft, nodes } = editor.counter.store.get();
      const counted = parseDraft(draft);
      return counted && (nodeAtPath(counted, path, (id) => nodes.get(id)?.state === "exact")?.id ?? null);
    },
    [editor],
  );

  return (
    <ResultPanel
      report={counting.report}
      draft={counting.draft}
      phase={counting.phase}
      error={counting.error}
      onCancel={editor.counter.cancel}
      onAgain={editor.counter.again}
      onShowLeftOut={showLeftOut}
      nameOf={nameOf}
      nodeAt={nodeAt}
      onGoTo={editor.focus}
    />
  );
}

/** Whoever leaves with something unsaved waits for it. What cannot be written is kept for the next time it is opened. */
function LeaveGuard() {
  const editor = useEditor();
  const dirty = useStore(editor.autosave.store, (saving) => saving.phase !== "saved");
  useLeaveGuard(dirty, async () => {
    await editor.autosave.flush();
    return true;
  });
  return null;
}

/** What is said aloud: moves, drops, what an act did. */
function Spoken() {
  const spoken = useEditorState((state) => state.spoken);
  return (
    <p className="sr" aria-live="assertive" role="status" data-testid="spoken">
      {spoken}
    </p>
  );
}

function Export({ onClose }: { onClose: () => void }) {
  const editor = useEditor();
  const { name, draft } = useEditorState((state) => state.history.present);
  const report = useCounting((counting) => (counting.phase === "current" ? counting.report : null));
  const unfinished = useCounting((counting) => counting.report?.unfinished ?? 0);
  const text = useMemo(() => draftText(draft), [draft]);
  const muteUnfinished = () => {
    const { nodes } = editor.counter.store.get();
    editor.edit((before) => {
      const off = allNodes(before).filter(
        (node) =>
          ["incomplete", "failed"].includes(nodes.get(node.id)?.state ?? "") &&
          (!isGroup(node) || node.id !== before.root.id),
      );
      const after = off.reduce((tree, node) => setMuted(tree, node.id, true).draft, before);
      return { draft: after, focus: off[0]?.id ?? before.root.id };
    }, "builder.step.mute");
  };
  return (
    <ExportDialog
      draft={text}
      name={name}
      people={report?.people ?? null}
      unfinished={unfinished}
      onMuteUnfinished={muteUnfinished}
      onClose={onClose}
    />
  );
}
