import { useQuery } from "@tanstack/react-query";
import { keys, useApi, type WorkspaceInfo } from "../../api";
import { Button, EmptyState, ErrorNote, useNavigation } from "../../components";
import { useWords } from "../../i18n";
import { useImports } from "./imports";

/** What came into the workspace, and the way to bring in more. */
export function DataRoom({ workspace }: { workspace: WorkspaceInfo }) {
  const words = useWords();
  const api = useApi();
  const imports = useImports();
  const { go } = useNavigation();
  const list = useQuery({ queryKey: keys.imports, queryFn: () => api.imports() });
  const n = words.number;
  const now = Date.now();
  const importFiles = () => {
    // Finished files of an earlier visit are done with; waiting ones are still to be looked at.
    if (!imports.queue.items.some((item) => item.phase === "look" || item.phase === "running")) imports.start([]);
    void go({ at: "import" });
  };
  const button = (
    <Button look="primary" icon="download" onClick={importFiles}>
      {words.t("data.import")}
    </Button>
  );

  return (
    <main className="page">
      <header className="page-head">
        <h1>{words.t("data.title")}</h1>
        <span className="t3 cut">{words.t("data.about", { people: workspace.people, events: workspace.events })}</span>
        <span className="grow" />
        {list.data && list.data.length > 0 && button}
      </header>
      {list.isError && (
        <div className="page-note">
          <ErrorNote error={list.error} doing={words.t("data.loadFailed")} onRetry={() => void list.refetch()} />
        </div>
      )}
      {list.isPending && <div className="loading" aria-busy="true" />}
      {list.data?.length === 0 && (
        <EmptyState icon="download" title={words.t("data.none")} actions={button}>
          {words.t("data.noneText")}
        </EmptyState>
      )}
      {list.data && list.data.length > 0 && (
        <div className="grow page-scroll">
          <table className="seg-table imports" aria-label={words.t("data.imports")}>
            <colgroup>
              <col />
              <col className="w-num" />
              <col className="w-num" />
              <col className="w-num" />
              <col className="w-num" />
              <col className="w-num" />
              <col className="w-edited" />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">{words.t("data.file")}</th>
                <th scope="col" className="num">
                  {words.t("data.rows")}
                </th>
                <th scope="col" className="num">
                  {words.t("data.added")}
                </th>
                <th scope="col" className="num">
                  {words.t("data.updated")}
                </th>
                <th scope="col" className="num">
                  {words.t("data.unchanged")}
                </th>
                <th scope="col" className="num">
                  {words.t("data.rejected")}
                </th>
                <th scope="col" className="after-num">
                  {words.t("data.when")}
                </th>
              </tr>
            </thead>
            <tbody>
              {list.data.map((one) => (
                <tr key={`${one.at}-${one.name}`}>
                  <td>
                    <span className="name cut" title={one.name}>
                      {one.name}
                    </span>
                    <span className="sentence cut">{words.t(`kind.${one.kind}`)}</span>
                  </td>
                  <td className="num">{n(one.read)}</td>
                  <td className="num">{n(one.added)}</td>
                  <td className="num">{n(one.updated)}</td>
                  <td className="num">{n(one.duplicates)}</td>
                  <td className={one.rejected > 0 ? "num danger" : "num"}>{n(one.rejected)}</td>
                  <td className="t2 after-num">
                    <time dateTime={one.at} title={words.dateTime(one.at)}>
                      {words.ago(one.at, now)}
                    </time>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </main>
  );
}
