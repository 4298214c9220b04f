import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { type ImportFile, isCancelled, keys, useApi, type WorkspaceInfo } from "../api";
import { useNavigation, useNotices } from "../components";
import { useImports } from "../features/data";
import { useWords } from "../i18n";

/** What the window stands on: the open workspace, and those opened before. */
export function useAppState() {
  const api = useApi();
  return useQuery({ queryKey: keys.state, queryFn: () => api.state() });
}

/** Ways to another workspace. `opening` is set while one is on its way; `error` is what the last one failed with. */
export function useOpening() {
  const api = useApi();
  const client = useQueryClient();
  const imports = useImports();
  const { go, mayLeave } = useNavigation();
  const notify = useNotices();
  const words = useWords();
  const [opening, setOpening] = useState<"sample" | "other" | null>(null);
  const [error, setError] = useState<unknown>(null);

  const open = useCallback(
    async (
      which: "sample" | "other",
      ask: () => Promise<WorkspaceInfo | null>,
      then: "segments" | "import" = "segments",
    ): Promise<boolean> => {
      // What runs belongs to the workspace that is open: leaving it is asked for before anything is opened.
      if (!(await mayLeave())) return false;
      setOpening(which);
      setError(null);
      try {
        const opened = await ask();
        if (!opened) return false;
        await imports.end();
        await go({ at: then });
        client.removeQueries({ queryKey: keys.data });
        client.removeQueries({ queryKey: ["segment"] });
        await client.invalidateQueries({ queryKey: keys.state });
        return true;
      } catch (thrown) {
        if (!isCancelled(thrown)) {
          setError(thrown);
          const message = thrown instanceof Error && thrown.message ? thrown.message : words.t("app.openFailed");
          notify(message, { danger: true });
        }
        return false;
      } finally {
        setOpening(null);
      }
    },
    [client, go, imports, mayLeave, notify, words],
  );

  /** Makes a workspace for files that are at hand, and goes on to import them. */
  const importInto = useCallback(
    async (files: ImportFile[]) => {
      if (files.length === 0) return;
      if (await open("other", () => api.newWorkspace(), "import")) imports.start(files);
    },
    [api, imports, open],
  );

  return {
    opening,
    error,
    openSample: () => open("sample", () => api.openSample()),
    openRecent: (handle: number) => open("other", () => api.openRecent(handle)),
    openOther: () => open("other", () => api.openWorkspace()),
    newWorkspace: () => open("other", () => api.newWorkspace()),
    importInto,
    chooseAndImport: async () => {
      try {
        await importInto(await api.chooseImportFiles());
      } catch (thrown) {
        if (!isCancelled(thrown)) setError(thrown);
      }
    },
  };
}
