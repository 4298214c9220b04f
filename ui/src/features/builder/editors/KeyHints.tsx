import { useWords } from "../../../i18n";

/** The keys of a small editor, at its foot. */
export function KeyHints({ choose = false }: { choose?: boolean }) {
  const words = useWords();
  return (
    <footer>
      {choose && (
        <span>
          <kbd>{words.t("builder.key.space")}</kbd> {words.t("builder.key.choose")}
        </span>
      )}
      <span>
        <kbd>{words.t("builder.key.enter")}</kbd> {words.t("builder.key.done")}
      </span>
      <span>
        <kbd>{words.t("builder.key.esc")}</kbd> {words.t("builder.key.undo")}
      </span>
    </footer>
  );
}
