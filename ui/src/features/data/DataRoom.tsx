import { useQuery } from "@tanstack/react-query";
import { keys, useApi, type WorkspaceInfo } from "../../api";
import { Button, EmptyState, ErrorNote, useCommands, useNavigation } from "../../components";
import { useWords } from "../../i18n";
import { ConsentPart, ListsPart } from "./AudienceParts";
import { useDefineTables } from "./DefineTables";
import { ImportsPart } from "./ImportsPart";
import { useImports } from "./imports";
import { RelationsPart, TablesPart } from "./TablesParts";

/** What came into the workspace, what there is beside people and events, and the ways to bring in more. */
export function DataRoom({ workspace }: { workspace: WorkspaceInfo }) {
  const words = useWords();
  const api = useApi();
  const imports = useImports();
  const { go } = useNavigation();
  const define = useDefineTables();
  const list = useQuery({ queryKey: keys.imports, queryFn: () => api.imports() });
  const held = useQuery({ queryKey: keys.catalog, queryFn: () => api.catalog() });
  const importFiles = () => {
    // Finished files of an earlier visit are done with; waiting ones are still to be looked at.
    if (!imports.queue.items.some((item) => item.phase === "look" || item.phase === "running")) imports.start([]);
    void go({ at: "import" });
  };
  useCommands(
    () => [{ id: "define-tables", label: words.t("tables.define"), icon: "table", run: () => void define.choose() }],
    [words, define.choose],
  );

  const { tables, relations, lists, purposes } = held.data ?? { tables: [], relations: [], lists: [], purposes: [] };
  const nothing = tables.length + lists.length + purposes.length === 0;
  const empty = list.data?.length === 0 && held.data !== undefined && nothing;
  const buttons = (
    <>
      <Button icon="table" onClick={() => void define.choose()}>
        {words.t("tables.define")}
      </Button>
      <Button look="primary" icon="download" onClick={importFiles}>
        {words.t("data.import")}
      </Button>
    </>
  );

  return (
    <main className="page">
      <header className="page-head">
        <h1>{words.t("data.title")}</h1>
        <span className="t3 cut">{words.t("data.about", { people: workspace.people, events: workspace.events })}</span>
        <span className="grow" />
        {!empty && buttons}
      </header>
      {list.isError && (
        <div className="page-note">
          <ErrorNote error={list.error} doing={words.t("data.loadFailed")} onRetry={() => void list.refetch()} />
        </div>
      )}
      {held.isError && (
        <div className="page-note">
          <ErrorNote error={held.error} doing={words.t("data.catalogFailed")} onRetry={() => void held.refetch()} />
        </div>
      )}
      {(list.isPending || held.isPending) && <div className="loading" aria-busy="true" />}
      {empty && (
        <EmptyState icon="download" title={words.t("data.none")} actions={buttons}>
          {words.t("data.noneText")}
        </EmptyState>
      )}
      {!empty && (
        // Scrolls by keyboard too.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to take the focus
        <section className="grow page-scroll data-room" tabIndex={0} aria-label={words.t("data.title")}>
          {list.data && <ImportsPart imports={list.data} />}
          {held.data && <TablesPart tables={tables} />}
          {relations.length > 0 && <RelationsPart relations={relations} />}
          {lists.length > 0 && <ListsPart lists={lists} />}
          {purposes.length > 0 && <ConsentPart purposes={purposes} />}
        </section>
      )}
      {define.dialog}
    </main>
  );
}
