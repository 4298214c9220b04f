import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys, type SegmentRow, toAppError, useApi } from "../../api";
import { useNotices } from "../../components";
import { useWords } from "../../i18n";

export type SegmentActions = ReturnType<typeof useActions>;

/** What can be done to a segment from the list. */
export function useActions() {
  const api = useApi();
  const client = useQueryClient();
  const notify = useNotices();
  const words = useWords();
  const [deleting, setDeleting] = useState<SegmentRow | null>(null);

  const refresh = async () => {
    void client.invalidateQueries({ queryKey: keys.state });
    await client.invalidateQueries({ queryKey: keys.segments });
  };
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (thrown) {
      const error = toAppError(thrown);
      notify([error.message || words.t("segments.doFailed"), error.hint].filter(Boolean).join(" "), { danger: true });
    }
    await refresh();
  };

  const archive = (row: SegmentRow, archived: boolean): Promise<void> =>
    attempt(async () => {
      await api.archiveSegment(row.id, archived);
      const said = archived ? "segments.didArchive" : "segments.didRestore";
      notify(words.t(said, { name: row.name }), { undo: () => void archive(row, !archived) });
    });

  return {
    archive,
    rename: async (row: SegmentRow, name: string) => {
      await api.renameSegment(row.id, name);
      await refresh();
    },
    duplicate: (row: SegmentRow) =>
      attempt(async () => {
        const made = await api.duplicateSegment(row.id);
        notify(words.t("segments.didDuplicate", { name: made.name }), {
          undo: () => void attempt(() => api.deleteSegment(made.id)),
        });
      }),
    /** Asks first: deleting cannot be undone. */
    askDelete: (row: SegmentRow) => setDeleting(row),
    deleting,
    endDelete: () => setDeleting(null),
    remove: (row: SegmentRow) =>
      attempt(async () => {
        await api.deleteSegment(row.id);
        notify(words.t("segments.didDelete", { name: row.name }));
      }),
  };
}
