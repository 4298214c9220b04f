import { useEffect, useRef } from "react";
import { Button, useNavigation } from "../../components";
import { useWords } from "../../i18n";
import { FileRows } from "./FileRows";
import { useChooseFiles } from "./FilesStep";
import { useImports } from "./imports";
import { Ledger } from "./ledger";
import { Progress } from "./Progress";
import { type Item, kindOf, nextUp } from "./queue";
import { Report } from "./Report";
import { Stepper } from "./Stepper";

/** What the dry run said would happen, until there is a report. */
function Expected({ item }: { item: Item }) {
  const words = useWords();
  const kind = kindOf(item);
  if (!item.dryRun || !kind) return null;
  return (
    <section className="panel" aria-label={words.t("import.dryRun")}>
      <h2>
        {words.t("import.dryRun")} <span className="fine">{words.t("import.dryRunSaid")}</span>
      </h2>
      <Ledger report={item.dryRun} kind={kind} />
    </section>
  );
}

/** While a file is imported, and how it went. */
export function RunStep({ item, items }: { item: Item; items: Item[] }) {
  const words = useWords();
  const imports = useImports();
  const { go } = useNavigation();
  const { choose } = useChooseFiles();
  const onward = useRef<HTMLButtonElement>(null);
  const running = item.phase === "running";
  const next = nextUp(items);
  const rest = running ? items.filter((one) => one !== item) : items;
  const reported = running ? items.findLast((one) => one.phase === "done") : item;
  const place = items.indexOf(item) + 1;

  // The end of an import is where the person goes on: the next step takes the focus that Cancel had.
  useEffect(() => {
    if (!running) onward.current?.focus();
  }, [running]);

  const done = async () => {
    if (await go({ at: "segments" })) await imports.end();
  };

  return (
    <main className="page scrolls">
      <header className="page-head">
        <h1 className="cut" title={item.file.name}>
          {words.t("import.titleFile", { name: item.file.name })}
        </h1>
        <span className="grow" />
        <Stepper at={3} />
      </header>
      <div className="imp after">
        <section className="panel" aria-label={words.t("import.files")}>
          <h2>
            {running ? words.t("import.importing", { n: place, all: items.length }) : words.t("import.files")}
            {running && <span className="fine cut">{item.file.name}</span>}
          </h2>
          {running && <Progress item={item} onCancel={() => imports.cancel(item.file.handle)} />}
          <FileRows items={rest} />
        </section>
        <div>
          {reported?.report ? (
            <Report key={reported.file.handle} item={reported} />
          ) : (
            running && <Expected item={item} />
          )}
        </div>
      </div>
      {!running && (
        <footer className="foot-bar">
          <Button look="quiet" size="l" icon="plus" onClick={() => void choose()}>
            {words.t("import.another")}
          </Button>
          <span className="grow" />
          {next ? (
            <>
              <Button size="l" onClick={() => void done()}>
                {words.t("import.toSegments")}
              </Button>
              <Button ref={onward} size="l" look="primary" onClick={() => imports.next()}>
                {words.t("import.next")}
              </Button>
            </>
          ) : (
            <Button ref={onward} size="l" look="primary" onClick={() => void done()}>
              {words.t("import.toSegments")}
            </Button>
          )}
        </footer>
      )}
    </main>
  );
}
