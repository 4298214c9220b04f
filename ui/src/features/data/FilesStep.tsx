import { useState } from "react";
import { isCancelled, useApi } from "../../api";
import { Button, ErrorNote, Icon } from "../../components";
import { useWords } from "../../i18n";
import { useImports } from "./imports";
import { Stepper } from "./Stepper";

/** Choosing files in the system's dialog. */
export function useChooseFiles() {
  const api = useApi();
  const imports = useImports();
  const [error, setError] = useState<unknown>(null);
  const choose = async () => {
    setError(null);
    try {
      const files = await api.chooseImportFiles();
      if (files.length > 0) imports.add(files);
    } catch (thrown) {
      if (!isCancelled(thrown)) setError(thrown);
    }
  };
  return { choose, error };
}

/** No file yet: choose some, or drop them anywhere. */
export function FilesStep() {
  const words = useWords();
  const { choose, error } = useChooseFiles();
  return (
    <main className="page scrolls">
      <header className="page-head">
        <h1>{words.t("import.title")}</h1>
        <span className="grow" />
        <Stepper at={1} />
      </header>
      <div className="files-step">
        <section className="panel">
          <h2>
            {words.t("import.chooseTitle")} <span className="fine">{words.t("import.chooseText")}</span>
          </h2>
          <div className="well tall">
            <Icon name="download" size="l" />
            <p className="m">{words.t("import.drop")}</p>
            <p className="fine">{words.t("import.formats")}</p>
            <Button look="primary" size="l" onClick={() => void choose()} autoFocus>
              {words.t("import.choose")}
            </Button>
          </div>
        </section>
        {error !== null && (
          <ErrorNote error={error} doing={words.t("import.dropFailed")} onRetry={() => void choose()} />
        )}
      </div>
    </main>
  );
}
