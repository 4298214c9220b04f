import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type FilesDropped, keys, type RecentWorkspace, useApi, type WorkspaceInfo } from "../api";
import { addressOf, useCommands, useNavigation, useNotices } from "../components";
import { DataRoom, ImportScreen, useImports } from "../features/data";
import { SegmentList } from "../features/segments";
import { useWords } from "../i18n";
import { DropOverlay } from "./DropOverlay";
import { EditorPlace } from "./EditorPlace";
import { ErrorBoundary } from "./ErrorBoundary";
import { FindDialog } from "./FindDialog";
import { ShortcutSheet } from "./ShortcutSheet";
import { Sidebar } from "./Sidebar";
import { keyName, useGlobalKeys } from "./useKeys";
import { useRemembered } from "./useRemembered";
import { useOpening } from "./useWorkspace";

/** The window with a workspace open: sidebar, the place one is at, and what works everywhere. */
export function Frame({ workspace, recent }: { workspace: WorkspaceInfo; recent: RecentWorkspace[] }) {
  const words = useWords();
  const api = useApi();
  const client = useQueryClient();
  const notify = useNotices();
  const imports = useImports();
  const opening = useOpening();
  const { route, go } = useNavigation();
  const [over, setOver] = useState<"find" | "shortcuts" | null>(null);
  // The editor needs the width, so its sidebar is slim unless the person widened it there.
  const inEditor = route.at === "segment";
  const [slimRooms, setSlimRooms] = useRemembered("sidebar.rooms", false);
  const [slimEditor, setSlimEditor] = useRemembered("sidebar.editor", true);
  const slim = inEditor ? slimEditor : slimRooms;
  const toggle = () => (inEditor ? setSlimEditor(!slim) : setSlimRooms(!slim));

  const newSegment = async () => {
    try {
      const doc = await api.createSegment(words.t("segments.newName"));
      await client.invalidateQueries({ queryKey: keys.segments });
      void client.invalidateQueries({ queryKey: keys.state });
      await go({ at: "segment", id: doc.id });
    } catch (thrown) {
      notify(thrown instanceof Error && thrown.message ? thrown.message : words.t("error.unknown"), { danger: true });
    }
  };

  const dropped = (drop: FilesDropped) => {
    if (drop.files.length === 0) {
      const problem = [drop.problem?.message, drop.problem?.hint].filter(Boolean).join(" ");
      notify(problem || words.t("import.dropFailed"), { danger: true });
      return;
    }
    imports.add(drop.files);
    void go({ at: "import" });
  };

  useGlobalKeys({ find: () => setOver("find"), shortcuts: () => setOver("shortcuts") });
  useCommands(
    () => [
      { id: "new-segment", label: words.t("app.newSegment"), icon: "plus", run: () => void newSegment() },
      { id: "import", label: words.t("app.importFiles"), icon: "download", run: () => void go({ at: "import" }) },
      { id: "segments", label: words.t("app.segments"), icon: "segment", run: () => void go({ at: "segments" }) },
      { id: "data", label: words.t("app.data"), icon: "database", run: () => void go({ at: "data" }) },
      { id: "new", label: words.t("app.newWorkspace"), icon: "file", run: () => void opening.newWorkspace() },
      { id: "open", label: words.t("app.openOther"), icon: "folder", run: () => void opening.openOther() },
      { id: "sample", label: words.t("app.openSample"), icon: "sparkles", run: () => void opening.openSample() },
      {
        id: "keys",
        label: words.t("app.shortcuts"),
        icon: "keyboard",
        keys: keyName("?"),
        run: () => setOver("shortcuts"),
      },
    ],
    [words, go, workspace.name],
  );

  return (
    <div className={slim ? "app slim" : "app"}>
      <Sidebar
        workspace={workspace}
        recent={recent}
        opening={opening}
        slim={slim}
        onToggle={toggle}
        onFind={() => setOver("find")}
      />
      <ErrorBoundary place={addressOf(route)}>
        {route.at === "segments" && <SegmentList workspace={workspace} onNew={newSegment} />}
        {route.at === "segment" && <EditorPlace key={route.id} id={route.id} />}
        {route.at === "data" && <DataRoom workspace={workspace} />}
        {route.at === "import" && <ImportScreen />}
      </ErrorBoundary>
      <DropOverlay hint={words.t("app.dropHint")} onDrop={dropped} />
      {over === "find" && <FindDialog onClose={() => setOver(null)} />}
      {over === "shortcuts" && <ShortcutSheet onClose={() => setOver(null)} />}
    </div>
  );
}
