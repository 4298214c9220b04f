import type { CSSProperties } from "react";
import type { ImportKind, ImportReport } from "../../api";
import { classes } from "../../components";
import { useWords } from "../../i18n";

function part(value: number): CSSProperties {
  return { "--v": value } as CSSProperties;
}

/** The rows of a file in one bar: what is added, changed, left as it is, rejected. Parts of nothing are left out. */
function Split({ report }: { report: ImportReport }) {
  const words = useWords();
  const { added, updated, duplicates, rejected } = report;
  const label = words.t("import.split", { added, updated, same: duplicates, rejected });
  return (
    <div className="split" role="img" aria-label={label}>
      {added > 0 && <i className="add" style={part(added)} />}
      {updated > 0 && <i className="upd" style={part(updated)} />}
      {duplicates > 0 && <i style={part(duplicates)} />}
      {rejected > 0 && <i className="rej" style={part(rejected)} />}
      {report.read === 0 && <i className="nothing" />}
    </div>
  );
}

type RowProps = {
  label: string;
  count: number;
  mark?: "add" | "upd" | "same" | "rej";
  look?: "danger" | "sub" | "total";
};

function Row({ label, count, mark, look }: RowProps) {
  const words = useWords();
  return (
    <div>
      <dt className={look}>
        {mark && <span className={classes("sw", mark)} />}
        {label}
      </dt>
      <dd className={look}>{words.number(count)}</dd>
    </div>
  );
}

/** What became, or would become, of every row: the numbers add up to the rows of the file. */
export function Ledger({ report, kind }: { report: ImportReport; kind: ImportKind }) {
  const words = useWords();
  const named = report.reasons.reduce((sum, reason) => sum + reason.count, 0);
  const others = report.rejected - named;
  const total =
    kind.of === "events"
      ? { label: words.t(report.dry_run ? "import.eventsAfter" : "import.eventsNow"), count: report.events }
      : { label: words.t(report.dry_run ? "import.peopleAfter" : "import.peopleNow"), count: report.people };
  const bad = report.rejected > 0;
  return (
    <>
      <Split report={report} />
      <dl className="ledger">
        <Row label={words.t("import.rowsInFile")} count={report.read} />
        <Row mark="add" label={words.t(`import.${kind.of}.added`)} count={report.added} />
        {(report.updated > 0 || !["events", "list"].includes(kind.of)) && (
          <Row mark="upd" label={words.t(`import.${kind.of}.updated`)} count={report.updated} />
        )}
        <Row mark="same" label={words.t(`import.${kind.of}.duplicates`)} count={report.duplicates} />
        <Row
          mark="rej"
          look={bad ? "danger" : undefined}
          label={words.t(report.dry_run && bad ? "import.rejectedDry" : "import.rejected")}
          count={report.rejected}
        />
        {report.reasons.map((reason) => (
          <Row key={reason.why} look="sub" label={reason.why} count={reason.count} />
        ))}
        {others > 0 && <Row look="sub" label={words.t("import.otherReasons")} count={others} />}
        <Row look="total" label={total.label} count={total.count} />
      </dl>
      {report.unknown > 0 && <p className="panel-note fine">{words.t("import.unknown", { n: report.unknown })}</p>}
    </>
  );
}
