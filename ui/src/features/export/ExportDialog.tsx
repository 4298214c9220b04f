import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys, useApi } from "../../api";
import { Button, Check, Dialog, ErrorNote, Icon, Strip } from "../../components";
import { useWords } from "../../i18n";
import { ColumnList, defaultColumns } from "./ColumnList";
import { useExport } from "./useExport";
import { Writing } from "./Writing";

export type ExportDialogProps = {
  /** The builder's tree as JSON text. */
  draft: string;
  /** The segment's name; the file is offered under it. */
  name: string;
  /** The count on the screen; none while it is being counted. */
  people: number | null;
  /** Cards of the draft that are not finished: such a draft is not exported. */
  unfinished: number;
  /** Mutes the unfinished cards; the dialog then goes on. */
  onMuteUnfinished?: () => void;
  onClose: () => void;
};

/** The people of a segment as a CSV file: which columns, who is left out, and how it went. */
export function ExportDialog({ draft, name, people, unfinished, onMuteUnfinished, onClose }: ExportDialogProps) {
  const words = useWords();
  const api = useApi();
  const columns = useQuery({ queryKey: keys.columns, queryFn: () => api.columns() });
  const [chosen, setChosen] = useState<Set<string> | null>(null);
  const [safe, setSafe] = useState(true);
  const job = useExport();
  const { state } = job;

  const all = columns.data ?? [];
  const keysChosen = all.filter((one) => (chosen ?? defaultColumns(all)).has(one.key)).map((one) => one.key);
  const running = state.at === "running";
  const run = () => void job.run({ draft, file_name: name, columns: keysChosen, spreadsheet_safe: safe });

  const footer = () => {
    if (running) {
      return (
        <Button onClick={job.cancel} disabled={state.cancelling}>
          {words.t(state.cancelling ? "import.cancelling" : "common.cancel")}
        </Button>
      );
    }
    if (state.at === "done") {
      return (
        <Button look="primary" data-autofocus onClick={onClose}>
          {words.t("common.done")}
        </Button>
      );
    }
    if (unfinished > 0) {
      return (
        <>
          <Button onClick={onClose}>{words.t("export.back")}</Button>
          {onMuteUnfinished && (
            <Button look="primary" icon="eye-off" onClick={onMuteUnfinished}>
              {words.t("export.mute", { n: unfinished })}
            </Button>
          )}
        </>
      );
    }
    return (
      <>
        <Button onClick={onClose}>{words.t("common.cancel")}</Button>
        <Button look="primary" icon="export" disabled={keysChosen.length === 0} onClick={run} data-autofocus>
          {people === null ? words.t("export.goAny") : words.t("export.go", { n: people })}
        </Button>
      </>
    );
  };

  return (
    <Dialog title={words.t("export.title", { name })} onClose={onClose} canClose={!running} footer={footer()}>
      {state.at === "running" && <Writing name={name} people={people} progress={state.progress} />}
      {state.at === "done" && (
        <div className="export-done" role="status">
          <p className="row-x">
            <Icon name="check" className="acc" />
            <b className="b cut">{words.t("export.done", { name: state.report.name })}</b>
          </p>
          <p className="t2">
            {words.t("export.doneText", {
              n: state.report.rows,
              size: words.bytes(state.report.bytes ?? 0),
              time: words.seconds(state.report.seconds ?? 0),
            })}
          </p>
          {people !== null && people !== state.report.rows && (
            <Strip>{words.t("export.mismatch", { counted: people, n: state.report.rows })}</Strip>
          )}
        </div>
      )}
      {state.at === "choosing" && (
        <>
          {state.cancelled && <Strip>{words.t("export.cancelled")}</Strip>}
          {state.error !== null && <ErrorNote error={state.error} doing={words.t("export.failed")} onRetry={run} />}
          {unfinished > 0 && <Strip>{words.t("export.unfinished", { n: unfinished })}</Strip>}
          {columns.isError && (
            <ErrorNote
              error={columns.error}
              doing={words.t("export.columnsFailed")}
              onRetry={() => void columns.refetch()}
            />
          )}
          <ColumnList
            all={all}
            everyone={Math.max(0, ...all.map((one) => one.people))}
            loading={columns.isPending}
            chosen={new Set(keysChosen)}
            onChange={setChosen}
          />
          <Check checked={safe} onChange={setSafe} label={words.t("export.safe")} note={words.t("export.safeNote")} />
          <div className="export-sum">
            {people === 0 && <p className="fine warn">{words.t("export.nobody")}</p>}
            <p className="fine row-x">
              <Icon name="shield" size="s" />
              <span>{words.t("export.consent")}</span>
            </p>
          </div>
        </>
      )}
    </Dialog>
  );
}
