import { useState } from "react";
import { isCancelled, useApi } from "../../api";
import { Button, ErrorNote, Icon, useNotices } from "../../components";
import { useWords } from "../../i18n";
import { Ledger } from "./ledger";
import { type Item, kindOf, sameOutcome } from "./queue";

/** How an import went: every row accounted for, and the rejected ones to take away. */
export function Report({ item }: { item: Item }) {
  const words = useWords();
  const api = useApi();
  const notify = useNotices();
  const [open, setOpen] = useState(false);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { report } = item;
  const kind = kindOf(item);
  if (!report || !kind) return null;

  const save = async () => {
    setSaving(true);
    setError(null);
    try {
      const name = await api.saveRejects(item.file.handle);
      if (name !== null) notify(words.t("import.savedRejects", { name }));
    } catch (thrown) {
      if (!isCancelled(thrown)) setError(thrown);
    } finally {
      setSaving(false);
    }
  };

  const when = item.endedAt ? words.dateTime(item.endedAt) : "";
  const more = report.rejected - report.rejects.length;
  return (
    <section className="panel report" aria-labelledby="import-report">
      <h2 id="import-report">
        <Icon name="check" size="s" className="acc" />
        <span className="cut">{words.t("import.done")}</span>
        <span className="fine">{sameOutcome(report, item.dryRun) ? words.t("import.asDryRun", { when }) : when}</span>
      </h2>
      <Ledger report={report} kind={kind} />
      {report.rejected > 0 && (
        <div className="report-foot">
          <Button icon="download" onClick={() => void save()} disabled={saving}>
            {words.t("import.saveRejects", { n: report.rejected })}
          </Button>
          {report.rejects.length > 0 && (
            <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? words.t("import.hideRejects") : words.t("import.showRejects", { n: report.rejects.length })}
            </Button>
          )}
        </div>
      )}
      {error !== null && (
        <div className="panel-note">
          <ErrorNote error={error} onRetry={() => void save()} />
        </div>
      )}
      {open && (
        <div className="rejects">
          <table className="grid-table">
            <thead>
              <tr>
                <th scope="col" className="num">
                  {words.t("import.line")}
                </th>
                <th scope="col">{words.t("import.why")}</th>
              </tr>
            </thead>
            <tbody>
              {report.rejects.map((row) => (
                <tr key={`${row.line}-${row.why}`}>
                  <td className="num">{words.number(row.line)}</td>
                  <td className="wrap">
                    <bdi>{row.why}</bdi>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {more > 0 && <p className="fine">{words.t("import.moreRejects", { n: more })}</p>}
        </div>
      )}
    </section>
  );
}
