import { useEffect } from "react";
import { Button, ErrorNote, Strip } from "../../components";
import { useWords } from "../../i18n";
import { FileRows } from "./FileRows";
import { useChooseFiles } from "./FilesStep";
import { useImports } from "./imports";
import { Ledger } from "./ledger";
import { Columns, FirstRows } from "./Preview";
import { accepted, type Item, kindOf } from "./queue";
import { Stepper } from "./Stepper";

function DryRun({ item }: { item: Item }) {
  const words = useWords();
  const imports = useImports();
  const kind = kindOf(item);
  const stopped = Boolean(item.preview?.problem) || item.previewError !== null;
  return (
    <section className="panel" aria-label={words.t("import.dryRun")} aria-busy={!item.dryRun && !stopped}>
      <h2>
        {words.t("import.dryRun")} <span className="fine">{words.t("import.dryRunNote")}</span>
      </h2>
      {item.dryRun && kind && <Ledger report={item.dryRun} kind={kind} />}
      {item.dryRunError && (
        <div className="panel-note">
          <ErrorNote
            error={item.dryRunError}
            doing={words.t("import.dryRunFailed")}
            onRetry={() => void imports.look(item.file.handle)}
          />
        </div>
      )}
      {!item.dryRun && !item.dryRunError && !stopped && (
        <div className="dry-run-work">
          <span className="work" />
          <p className="fine">
            {item.progress
              ? `${words.t("import.dryRunCounting", { share: words.percent(item.progress.share ?? 0) })} ${words.t("import.rowsSoFar", { n: item.progress.rows })}`
              : words.t("common.loading")}
          </p>
        </div>
      )}
    </section>
  );
}

/** One file before its import: how it was read, what each column becomes, and what would happen to every row. */
export function LookStep({ item, others }: { item: Item; others: Item[] }) {
  const words = useWords();
  const imports = useImports();
  const { choose } = useChooseFiles();
  const { handle, name } = item.file;
  const { preview, dryRun } = item;
  const untouched = !preview && !item.previewError;
  const { look } = imports;

  // Looks once at each file that comes up; a change of kind or Try again looks by itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (untouched) void look(handle);
  }, [handle]);

  const rows = dryRun ? accepted(dryRun) : null;
  const blocked = !preview || preview.problem !== null || rows === 0;

  return (
    <main className="page scrolls">
      <header className="page-head">
        <h1 className="cut" title={name}>
          {words.t("import.titleFile", { name })}
        </h1>
        <span className="grow" />
        <Stepper at={2} />
      </header>
      <div className="imp">
        <div className="stack">
          {item.previewError && (
            <ErrorNote
              error={item.previewError}
              doing={words.t("import.previewFailed")}
              onRetry={() => void look(handle)}
            />
          )}
          {preview?.problem && <Strip look="danger">{preview.problem}</Strip>}
          {!preview && !item.previewError && (
            <section className="panel reading" aria-busy="true">
              <span className="work" />
              <p className="t2">{words.t("import.reading", { name })}</p>
            </section>
          )}
          {preview && (
            <>
              <FirstRows
                preview={preview}
                rows={dryRun?.read ?? null}
                onKind={(kind) => void imports.setKind(handle, kind)}
              />
              {preview.columns.length > 0 && <Columns columns={preview.columns} />}
            </>
          )}
        </div>
        <div className="stack">
          <DryRun item={item} />
          {others.length > 0 && (
            <section className="panel" aria-label={words.t("import.files")}>
              <h2>{words.t("import.files")}</h2>
              <FileRows items={others} />
            </section>
          )}
        </div>
      </div>
      <footer className="foot-bar">
        <Button look="quiet" size="l" icon="plus" onClick={() => void choose()}>
          {words.t("import.addFiles")}
        </Button>
        <span className="grow" />
        <Button size="l" look="quiet" onClick={() => imports.skip(handle)}>
          {words.t("import.skip")}
        </Button>
        <Button size="l" look="primary" disabled={blocked} onClick={() => void imports.run(handle)}>
          {rows === null ? words.t("import.go") : words.t("import.goRows", { n: rows })}
        </Button>
      </footer>
    </main>
  );
}
