import { Popover } from "@mantine/core";
import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useMemo, useRef, useState } from "react";
import { type ColumnChoice, keys, type MemberRow, type SortBy, useApi } from "../../api";
import { Check, classes, ErrorNote, Icon, IconButton } from "../../components";
import { useWords, type Words } from "../../i18n";
import { chosenColumns, keepColumns } from "./columns";

const ROW = 31;
const PAGE = 100;

type PeopleTabProps = {
  draft: string;
  /** How many there are, before the first page says so itself. */
  people: number;
  now: string;
};

/** The people of the result: as many rows as there are people, of which only those in sight are asked for. */
export function PeopleTab({ draft, people, now }: PeopleTabProps) {
  const api = useApi();
  const words = useWords();
  const choices = useQuery({ queryKey: keys.columns, queryFn: () => api.columns() });
  const [chosen, setChosen] = useState<string[] | null>(null);
  const all = useMemo(() => choices.data ?? [], [choices.data]);
  const columns = useMemo(() => chosen ?? chosenColumns(all), [chosen, all]);
  const [sort, setSort] = useState<SortBy | null>(null);
  const area = useRef<HTMLDivElement>(null);

  const rows = useVirtualizer({
    count: people,
    getScrollElement: () => area.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  const inSight = rows.getVirtualItems();
  const first = inSight[0]?.index ?? 0;
  const last = inSight[inSight.length - 1]?.index ?? 0;
  const pages = useMemo(() => {
    const from = Math.floor(first / PAGE);
    const to = Math.floor(last / PAGE);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  }, [first, last]);

  const answers = useQueries({
    queries: pages.map((page) => ({
      queryKey: [...keys.data, "members", draft, columns, sort, page],
      queryFn: () => api.members({ draft, columns, sort, offset: page * PAGE, limit: PAGE }),
      enabled: all.length > 0,
      placeholderData: keepPreviousData,
      gcTime: 60_000,
    })),
  });
  const rowAt = (index: number): MemberRow | undefined => {
    const at = pages.indexOf(Math.floor(index / PAGE));
    return answers[at]?.data?.rows[index % PAGE];
  };
  const failed = answers.find((answer) => answer.error)?.error ?? choices.error;

  if (failed)
    return (
      <ErrorNote
        error={failed}
        doing={words.t("result.people.failed")}
        onRetry={() => void answers.forEach((answer) => void answer.refetch())}
      />
    );

  const shown = columns.map((key) => all.find((column) => column.key === key)).filter((column) => column !== undefined);
  // Who it is always leads: by name where that is chosen, else by id.
  const width = shown.length + (columns.includes("name") ? 0 : 1);
  const before = inSight[0]?.start ?? 0;
  const after = rows.getTotalSize() - (inSight[inSight.length - 1]?.end ?? 0);
  const toggleSort = (key: string) =>
    setSort((was) =>
      was?.column !== key
        ? { column: key, descending: false }
        : was.descending
          ? null
          : { column: key, descending: true },
    );

  return (
    <>
      <div className="people-tools">
        <span className="fine grow">{words.t("result.people.shown", { n: people })}</span>
        <ColumnsButton
          all={all}
          columns={columns}
          onChange={(next) => {
            setChosen(next);
            keepColumns(next);
          }}
        />
      </div>
      {/* A scrolling area is reached by Tab, so that arrows scroll it. */}
      <section
        ref={area}
        className="people-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        aria-label={words.t("result.tab.people")}
        data-testid="people"
      >
        {people === 0 ? (
          <p className="fine pop-empty">{words.t("result.people.nobody")}</p>
        ) : (
          <table className="grid-table" aria-rowcount={people + 1} style={{ "--columns": width } as CSSProperties}>
            <thead>
              <tr>
                {!columns.includes("name") && <th scope="col">{words.t("result.column.user_id")}</th>}
                {shown.map((column) => (
                  <Heading
                    key={column.key}
                    column={column}
                    sort={sort}
                    onSort={() => toggleSort(column.key)}
                    words={words}
                  />
                ))}
              </tr>
            </thead>
            <tbody>
              <Filler height={before} columns={width} />
              {inSight.map(({ index, key }) => (
                <Person
                  key={key}
                  index={index}
                  row={rowAt(index)}
                  columns={shown}
                  words={words}
                  now={now}
                  stale={answers.some((answer) => answer.isPlaceholderData)}
                />
              ))}
              <Filler height={after} columns={width} />
            </tbody>
          </table>
        )}
      </section>
    </>
  );
}

/** Keeps the scrollbar honest for the rows that are not drawn. */
function Filler({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr className="filler">
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

function columnName(words: Words, column: ColumnChoice): string {
  switch (column.key) {
    case "user_id":
    case "email":
    case "name":
    case "created_at":
    case "account_type":
    case "last_seen":
      return words.t(`result.column.${column.key}`);
    default:
      return column.heading;
  }
}

function atEnd(column: ColumnChoice): boolean {
  return column.kind === "number" || column.key === "last_seen";
}

type HeadingProps = { column: ColumnChoice; sort: SortBy | null; onSort: () => void; words: Words };

function Heading({ column, sort, onSort, words }: HeadingProps) {
  const on = sort?.column === column.key;
  return (
    <th
      scope="col"
      className={classes(atEnd(column) && "num")}
      aria-sort={on ? (sort.descending ? "descending" : "ascending") : undefined}
    >
      <button type="button" className="sort" onClick={onSort}>
        {columnName(words, column)}
        {on && <Icon name={sort.descending ? "arrow-down" : "arrow-up"} size="xs" />}
      </button>
    </th>
  );
}

type PersonProps = {
  index: number;
  row: MemberRow | undefined;
  columns: readonly ColumnChoice[];
  words: Words;
  now: string;
  stale: boolean;
};

function Person({ index, row, columns, words, now, stale }: PersonProps) {
  const named = columns.some((column) => column.key === "name");
  return (
    <tr aria-rowindex={index + 2} className={stale ? "stale" : undefined} data-user={row?.user_id}>
      {!named && <td className="who">{row?.user_id ?? ""}</td>}
      {columns.map((column, at) => {
        const value = row?.cells[at] ?? null;
        const who = column.key === "name";
        if (row && value === null) {
          return (
            <td key={column.key} className={classes("t3", atEnd(column) && "num")}>
              {who ? row.user_id : words.t("result.noValue", { name: columnName(words, column) })}
            </td>
          );
        }
        return (
          <td key={column.key} className={classes(who && "who", atEnd(column) && "num")} title={value ?? undefined}>
            <span className="cell">{value === null ? "" : cellWords(words, column, value, now)}</span>
          </td>
        );
      })}
    </tr>
  );
}

function cellWords(words: Words, column: ColumnChoice, value: string, now: string): string {
  if (column.kind === "time" && !Number.isNaN(Date.parse(value))) {
    return column.key === "last_seen" ? words.ago(value, Date.parse(now)) : words.date(value);
  }
  return value;
}

type ColumnsButtonProps = {
  all: readonly ColumnChoice[];
  columns: readonly string[];
  onChange: (columns: string[]) => void;
};

function ColumnsButton({ all, columns, onChange }: ColumnsButtonProps) {
  const words = useWords();
  const [opened, setOpened] = useState(false);
  const toggle = (key: string, on: boolean) => {
    const next = on ? [...columns, key] : columns.filter((other) => other !== key);
    if (next.length === 0) return;
    // The name stays in front and the last visit at the end; the rest keeps the order it was chosen in.
    onChange([
      ...next.filter((one) => one === "name"),
      ...next.filter((one) => one !== "name" && one !== "last_seen"),
      ...next.filter((one) => one === "last_seen"),
    ]);
  };
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      offset={4}
      trapFocus
      returnFocus
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <IconButton
          size="s"
          icon="table"
          label={words.t("result.people.columns")}
          data-testid="people-columns"
          onClick={() => setOpened(!opened)}
        />
      </Popover.Target>
      <Popover.Dropdown className="menu columns-menu" aria-label={words.t("result.people.columns")}>
        {all.map((column) => (
          <Check
            key={column.key}
            label={columnName(words, column)}
            checked={columns.includes(column.key)}
            onChange={(on) => toggle(column.key, on)}
          />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
