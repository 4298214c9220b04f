import type { CSSProperties } from "react";
import type { JobProgress } from "../../api";
import { useWords } from "../../i18n";

type WritingProps = { name: string; people: number | null; progress: JobProgress | null };

/** While the file is written. */
export function Writing({ name, people, progress }: WritingProps) {
  const words = useWords();
  const share = progress?.share ?? 0;
  const rows = progress?.rows ?? 0;
  return (
    <div className="job plain">
      <div className="job-head">
        <span className="job-share">{words.percent(Math.floor(share * 100) / 100)}</span>
        <span className="t2 cut">
          {people !== null && rows <= people
            ? words.t("import.rowsOf", { n: rows, all: people })
            : words.t("export.rows", { n: rows })}
        </span>
        <span className="grow" />
        {progress?.seconds_left != null && (
          <span className="t2">
            {words.t("export.left", { time: words.seconds(Math.ceil(progress.seconds_left)) })}
          </span>
        )}
      </div>
      <div
        className="progress"
        style={{ "--v": share } as CSSProperties}
        role="progressbar"
        aria-label={words.t("export.running", { name })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      />
      <p className="fine">{words.t("export.cancelNote")}</p>
    </div>
  );
}
