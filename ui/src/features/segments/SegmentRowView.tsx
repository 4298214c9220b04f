import { type FormEvent, type MouseEvent, useState } from "react";
import { type SegmentRow, toAppError } from "../../api";
import { addressOf, Badge, Icon, IconButton, Menu, type MenuEntry, useNavigation } from "../../components";
import { useWords } from "../../i18n";
import type { RowCount } from "./counts";
import type { SegmentActions } from "./useActions";

/** The name as an input, in its own place: Enter keeps, Esc gives up. */
function Rename({ row, actions, onEnd }: { row: SegmentRow; actions: SegmentActions; onEnd: () => void }) {
  const words = useWords();
  const [name, setName] = useState(row.name);
  const [problem, setProblem] = useState<string | null>(null);
  const keep = async (event?: FormEvent) => {
    event?.preventDefault();
    const wanted = name.trim();
    if (wanted === "" || wanted === row.name) return onEnd();
    try {
      await actions.rename(row, wanted);
      onEnd();
    } catch (thrown) {
      const error = toAppError(thrown);
      setProblem([error.message || words.t("segments.doFailed"), error.hint].filter(Boolean).join(" "));
    }
  };
  return (
    <form className="rename" onSubmit={keep}>
      <div className="field">
        <input
          ref={(input) => {
            if (input && document.activeElement !== input) {
              input.focus();
              input.select();
            }
          }}
          aria-label={words.t("segments.renameLabel", { name: row.name })}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `rename-${row.id}` : undefined}
          value={name}
          maxLength={200}
          onChange={(event) => {
            setName(event.currentTarget.value);
            setProblem(null);
          }}
          onBlur={() => {
            if (!problem) void keep();
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape") onEnd();
          }}
        />
      </div>
      {problem && (
        <p className="fine danger" role="alert" id={`rename-${row.id}`}>
          {problem}
        </p>
      )}
    </form>
  );
}

function People({ row, count }: { row: SegmentRow; count: RowCount | undefined }) {
  const words = useWords();
  if (row.archived) return <span className="t3 not-counted">{words.t("segments.notCounted")}</span>;
  if (count?.error && !count.counting) {
    const why = words.t("segments.countFailed", { why: toAppError(count.error).message });
    return (
      <span className="row-count" title={why}>
        {count.count && <span className="people stale">{words.number(count.count.people)}</span>}
        <button
          type="button"
          className="count-again"
          onClick={count.again}
          aria-label={`${why} ${words.t("common.tryAgain")}`}
        >
          <Icon name="alert" size="s" className="danger" />
          <span className="note-btn">{words.t("common.tryAgain")}</span>
        </button>
      </span>
    );
  }
  const counting = count?.counting ?? true;
  return (
    <span className="row-count" aria-busy={counting || undefined}>
      <span className={counting ? "people stale" : "people"}>
        {count?.count ? words.number(count.count.people) : "–"}
      </span>
      {counting && <span className="work" />}
    </span>
  );
}

type Props = { row: SegmentRow; count: RowCount | undefined; now: number; actions: SegmentActions };

/** One segment of the list. */
export function SegmentRowView({ row, count, now, actions }: Props) {
  const words = useWords();
  const { go } = useNavigation();
  const [renaming, setRenaming] = useState(false);
  const place = { at: "segment", id: row.id } as const;
  const open = (event: MouseEvent) => {
    event.preventDefault();
    void go(place);
  };
  const entries: MenuEntry[] = [
    { id: "open", label: words.t("segments.open"), icon: "arrow-right", onSelect: () => void go(place) },
    {
      id: "rename",
      label: words.t("segments.rename"),
      icon: "rename",
      takesFocus: true,
      onSelect: () => setRenaming(true),
    },
    { id: "copy", label: words.t("segments.duplicate"), icon: "copy", onSelect: () => void actions.duplicate(row) },
    row.archived
      ? {
          id: "restore",
          label: words.t("segments.restore"),
          icon: "unarchive",
          onSelect: () => void actions.archive(row, false),
        }
      : {
          id: "archive",
          label: words.t("segments.archive"),
          icon: "archive",
          onSelect: () => void actions.archive(row, true),
        },
    { id: "line", divider: true },
    {
      id: "delete",
      takesFocus: true,
      label: words.t("segments.delete"),
      icon: "trash",
      danger: true,
      onSelect: () => actions.askDelete(row),
    },
  ];

  return (
    <tr>
      <td>
        {renaming ? (
          <Rename row={row} actions={actions} onEnd={() => setRenaming(false)} />
        ) : (
          <a className="seg-link" href={addressOf(place)} onClick={open} title={row.name}>
            <span className="name-line">
              <span className="name cut">
                <bdi>{row.name}</bdi>
              </span>
              {row.unfinished > 0 && (
                <span title={words.t("segments.unfinishedHint")}>
                  <Badge look="warn">{words.t("segments.unfinished", { n: row.unfinished })}</Badge>
                </span>
              )}
            </span>
            <span className="sentence cut" title={row.sentence}>
              <bdi>{row.sentence || words.t("segments.everyone")}</bdi>
            </span>
          </a>
        )}
      </td>
      <td className="num">
        <People row={row} count={count} />
      </td>
      <td className="t2 after-num">
        <time dateTime={row.edited_at} title={words.dateTime(row.edited_at)}>
          {words.ago(row.edited_at, now)}
        </time>
      </td>
      <td>
        <Menu
          align="end"
          entries={entries}
          target={<IconButton icon="dots" label={words.t("common.moreFor", { name: row.name })} />}
        />
      </td>
    </tr>
  );
}
