import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys, type SegmentRow, useApi, type WorkspaceInfo } from "../../api";
import { Button, Dialog, EmptyState, ErrorNote, Icon, SearchField, Switcher, useNavigation } from "../../components";
import { type MessageKey, useWords } from "../../i18n";
import { useCounts } from "./counts";
import { SegmentRowView } from "./SegmentRowView";
import { arrange, type Sort, type SortKey } from "./sorting";
import { type SegmentActions, useActions } from "./useActions";

type SegmentListProps = { workspace: WorkspaceInfo; onNew: () => void };

function Heading({ by, label, sort, onSort, end }: HeadingProps) {
  const words = useWords();
  const on = sort.by === by;
  return (
    <th
      scope="col"
      className={end ? "num" : by === "edited" ? "after-num" : undefined}
      aria-sort={on ? (sort.descending ? "descending" : "ascending") : undefined}
    >
      <button
        type="button"
        onClick={() => onSort({ by, descending: on ? !sort.descending : by !== "name" })}
        className={on ? "sort on" : "sort"}
      >
        {words.t(label)}
        {on && <Icon name={sort.descending ? "arrow-down" : "arrow-up"} size="xs" />}
      </button>
    </th>
  );
}

type HeadingProps = {
  by: SortKey;
  label: MessageKey;
  sort: Sort;
  onSort: (sort: Sort) => void;
  end?: boolean;
};

function DeleteDialog({ row, actions }: { row: SegmentRow; actions: SegmentActions }) {
  const words = useWords();
  const then = (work: () => Promise<void>) => () => {
    actions.endDelete();
    void work();
  };
  return (
    <Dialog
      title={words.t("segments.deleteTitle", { name: row.name })}
      width="s"
      onClose={actions.endDelete}
      footer={
        <>
          <Button onClick={actions.endDelete} data-autofocus>
            {words.t("common.cancel")}
          </Button>
          <span className="grow" />
          {!row.archived && (
            <Button onClick={then(() => actions.archive(row, true))}>{words.t("segments.deleteArchive")}</Button>
          )}
          <Button look="danger" icon="trash" onClick={then(() => actions.remove(row))}>
            {words.t("segments.deleteYes")}
          </Button>
        </>
      }
    >
      <p className="t2">{words.t("segments.deleteText")}</p>
    </Dialog>
  );
}

/** The saved segments: find one, see how many people are in each now, open, copy, put away. */
export function SegmentList({ workspace, onNew }: SegmentListProps) {
  const words = useWords();
  const api = useApi();
  const { go } = useNavigation();
  const actions = useActions();
  const [search, setSearch] = useState("");
  const [view, setView] = useState<"active" | "archived">("active");
  const [sort, setSort] = useState<Sort>({ by: "edited", descending: true });
  const list = useQuery({ queryKey: keys.segments, queryFn: () => api.segments(), staleTime: 0 });

  const all = list.data ?? [];
  const active = all.filter((row) => !row.archived);
  const archived = all.filter((row) => row.archived);
  const counts = useCounts(active);
  const rows = arrange(view === "active" ? active : archived, search, sort, counts, words.compare);

  const answers = [...counts.values()];
  const counted = answers.length > 0 && answers.every((one) => one.count && !one.counting);
  const at = new Date(Math.max(0, ...answers.map((one) => one.at))).toISOString();
  const about = counted
    ? words.t("segments.about", { n: active.length, people: workspace.people, time: words.time(at) })
    : words.t("segments.aboutCounting", { n: active.length });

  const newButton = (
    <Button look="primary" icon="plus" onClick={onNew}>
      {words.t("segments.new")}
    </Button>
  );

  const body = () => {
    if (list.isPending) return <div className="loading" aria-busy="true" />;
    if (all.length === 0 && workspace.people === 0) {
      return (
        <EmptyState
          icon="database"
          title={words.t("segments.noPeople")}
          actions={
            <>
              <Button look="primary" icon="download" onClick={() => void go({ at: "import" })}>
                {words.t("data.import")}
              </Button>
              <Button icon="plus" onClick={onNew}>
                {words.t("segments.new")}
              </Button>
            </>
          }
        >
          {words.t("segments.noPeopleText")}
        </EmptyState>
      );
    }
    if (view === "active" && active.length === 0) {
      return (
        <EmptyState icon="segment" title={words.t("segments.none")} actions={newButton}>
          {words.t("segments.noneText")}
        </EmptyState>
      );
    }
    if (view === "archived" && archived.length === 0) {
      return (
        <EmptyState icon="archive" title={words.t("segments.noneArchived")}>
          {words.t("segments.noneArchivedText")}
        </EmptyState>
      );
    }
    if (rows.length === 0) {
      return (
        <EmptyState
          icon="search"
          title={words.t("segments.noMatch", { search })}
          actions={<Button onClick={() => setSearch("")}>{words.t("segments.clearSearch")}</Button>}
        />
      );
    }
    const now = Date.now();
    return (
      <table className="seg-table">
        <colgroup>
          <col />
          <col className="w-people" />
          <col className="w-edited" />
          <col className="w-menu" />
        </colgroup>
        <thead>
          <tr>
            <Heading by="name" label="segments.name" sort={sort} onSort={setSort} />
            <Heading by="people" label="segments.people" sort={sort} onSort={setSort} end />
            <Heading by="edited" label="segments.edited" sort={sort} onSort={setSort} />
            <th scope="col">
              <span className="sr">{words.t("segments.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <SegmentRowView key={row.id} row={row} count={counts.get(row.id)} now={now} actions={actions} />
          ))}
        </tbody>
      </table>
    );
  };

  return (
    <main className="page">
      <header className="page-head">
        <h1>{words.t("segments.title")}</h1>
        {all.length > 0 && <span className="t3 cut">{about}</span>}
        <span className="grow" />
        {all.length > 0 && newButton}
      </header>
      {all.length > 0 && (
        <div className="list-tools">
          <SearchField
            label={words.t("segments.search")}
            placeholder={words.t("segments.searchHint")}
            value={search}
            onChange={setSearch}
            onKeyDown={(event) => {
              if (event.key === "Escape") setSearch("");
            }}
          />
          <span className="grow" />
          <Switcher
            label={words.t("segments.view")}
            value={view}
            onChange={setView}
            choices={[
              { value: "active", label: words.t("segments.active", { n: active.length }) },
              { value: "archived", label: words.t("segments.archived", { n: archived.length }) },
            ]}
          />
        </div>
      )}
      {list.isError && (
        <div className="page-note">
          <ErrorNote error={list.error} doing={words.t("segments.loadFailed")} onRetry={() => void list.refetch()} />
        </div>
      )}
      {!(list.isError && !list.data) && <div className="grow page-scroll">{body()}</div>}
      {actions.deleting && <DeleteDialog row={actions.deleting} actions={actions} />}
    </main>
  );
}
