import { Icon } from "../../../components";
import { useWords } from "../../../i18n";
import { useCounting, useEditor } from "../state/context";
import { useStore } from "../state/store";

/** Whether everything is in the file, and whether the rule is. */
export function SavedState() {
  const words = useWords();
  const editor = useEditor();
  const saving = useStore(editor.autosave.store, (state) => state);
  const unfinished = useCounting((counting) => counting.report?.unfinished ?? 0);
  if (saving.phase === "failed") {
    return (
      <span className="saved danger" role="alert" data-testid="saved-state" data-phase="failed">
        <Icon name="alert" size="s" />
        <span className="cut" title={saving.error?.detail ?? undefined}>
          {words.t("builder.saved.failed", { why: saving.error?.message ?? "" })}
        </span>
        <button type="button" className="note-btn" onClick={() => void editor.autosave.flush()}>
          {words.t("common.tryAgain")}
        </button>
      </span>
    );
  }
  const waits = unfinished > 0 || !saving.ruleSaved;
  const text =
    saving.phase === "saved"
      ? waits
        ? words.t("builder.saved.draft", { n: Math.max(1, unfinished) })
        : words.t("builder.saved.version", { time: words.time(saving.savedAt), version: saving.version })
      : words.t("builder.saved.saving");
  return (
    <span className="saved" data-testid="saved-state" data-phase={saving.phase}>
      {saving.phase === "saved" && <Icon name="check" size="s" />}
      {text}
    </span>
  );
}
