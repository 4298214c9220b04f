import type { CSSProperties } from "react";
import { Button } from "../../components";
import { useWords } from "../../i18n";
import type { Item } from "./queue";

/** How far an import is: share, rows, rate, time left, and Cancel with what it does. */
export function Progress({ item, onCancel }: { item: Item; onCancel: () => void }) {
  const words = useWords();
  const { progress } = item;
  const share = progress?.share ?? 0;
  const all = item.dryRun?.read ?? null;
  const rows = progress?.rows ?? 0;
  const rate = progress?.rows_per_second ?? 0;
  return (
    <div className="job">
      <div className="job-head">
        <span className="job-share">{words.percent(Math.floor(share * 100) / 100)}</span>
        <span className="t2">
          {all !== null && rows <= all
            ? words.t("import.rowsOf", { n: rows, all })
            : words.t("import.rowsSoFar", { n: rows })}
        </span>
        <span className="grow" />
        <span className="t2">
          {progress?.finishing
            ? words.t("import.finishing")
            : progress?.seconds_left != null &&
              words.t("import.left", { time: words.seconds(Math.ceil(progress.seconds_left)) })}
        </span>
      </div>
      <div
        className="progress"
        style={{ "--v": share } as CSSProperties}
        role="progressbar"
        aria-label={words.t("import.progressOf", { name: item.file.name })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      />
      <div className="job-foot t2">
        {rate > 0 && (
          <>
            <span>{words.t("import.rate", { n: Math.round(rate) })}</span>
            <span className="t3" aria-hidden="true">
              ·
            </span>
          </>
        )}
        <span>{words.t("import.rejectedSoFar", { n: progress?.rejected ?? 0 })}</span>
        <span className="grow" />
        <Button onClick={onCancel} disabled={item.cancelling}>
          {words.t(item.cancelling ? "import.cancelling" : "import.cancel")}
        </Button>
      </div>
      <p className="fine">{words.t("import.cancelNote")}</p>
    </div>
  );
}
