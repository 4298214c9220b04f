import { type KeyboardEvent, useId, useState } from "react";
import type { ImportKind, ImportPreview } from "../../api";
import { Button, Icon, Menu, type MenuEntry } from "../../components";
import { useWords } from "../../i18n";
import { kindId, rowOfKind } from "./kinds";

type KindProps = { preview: ImportPreview; onKind: (kind: ImportKind) => void };

/** Everything that the rows could be: what the columns fit, then a list, then the other tables. */
function useEntries({ preview, onKind }: KindProps): MenuEntry[] {
  const words = useWords();
  const entry = (kind: ImportKind): MenuEntry => ({
    id: kindId(kind),
    label: rowOfKind(words, kind),
    icon: kindId(kind) === kindId(preview.kind) ? "check" : undefined,
    onSelect: () => onKind(kind),
  });
  const fitting = preview.kinds.some((kind) => kindId(kind) === kindId(preview.kind)) || "name" in preview.kind;
  const kinds = fitting ? preview.kinds : [preview.kind, ...preview.kinds];
  const list: ImportKind | null =
    preview.kind.of === "list" ? preview.kind : preview.list === null ? null : { of: "list", name: preview.list };
  const others = preview.tables
    .map((name): ImportKind => ({ of: "table", name }))
    .filter((kind) => !kinds.some((one) => kindId(one) === kindId(kind)));
  return [
    ...kinds.map(entry),
    ...(list ? [entry(list)] : []),
    ...(others.length > 0 ? [{ id: "tables", heading: words.t("import.otherTables") }] : []),
    ...others.map(entry),
  ];
}

/** Which list the people of a file are put on: one that there is, or a new one by its name. */
function ListName({ name, lists, onName }: { name: string; lists: string[]; onName: (name: string) => void }) {
  const words = useWords();
  const id = useId();
  const [text, setText] = useState(name);
  const take = () => {
    const good = text.trim();
    // A list without a name is none: the last good one stays.
    setText(good || name);
    if (good && good !== name) onName(good);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter") take();
  };
  return (
    <div className="list-name">
      <label htmlFor={id} className="t2">
        {words.t("import.listNamed")}
      </label>
      <div className="field">
        <input
          id={id}
          value={text}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          aria-describedby={`${id}-note`}
          onChange={(event) => setText(event.currentTarget.value)}
          onBlur={take}
          onKeyDown={onKey}
        />
      </div>
      {lists.length > 0 && (
        <Menu
          align="end"
          entries={lists.map((list) => ({
            id: list,
            label: list,
            icon: list === name ? "check" : undefined,
            onSelect: () => onName(list),
          }))}
          target={
            <Button size="s" look="quiet" icon="list">
              {words.t("import.listsThere")}
            </Button>
          }
        />
      )}
      <span className="fine" id={`${id}-note`}>
        {words.t(lists.includes(name) ? "import.listGrows" : "import.listNew")}
      </span>
    </div>
  );
}

/** What each row of the file is, and the choice of something else. */
export function KindRow({ preview, onKind }: KindProps) {
  const words = useWords();
  const entries = useEntries({ preview, onKind });
  const now = rowOfKind(words, preview.kind);
  return (
    <div className="kind-row">
      <span className="t2">{words.t("import.rowsAre")}</span>
      {entries.length > 1 ? (
        <Menu
          width={260}
          entries={entries}
          target={
            <button
              type="button"
              className="select"
              aria-label={`${words.t("import.kindChange", { name: preview.file.name })}: ${now}`}
            >
              <span className="cut" title={now}>
                {now}
              </span>
              <Icon name="chevron-down" size="xs" className="t3" />
            </button>
          }
        />
      ) : (
        <span className="m">{now}</span>
      )}
      {preview.kind.of === "list" && (
        <ListName
          key={preview.kind.name}
          name={preview.kind.name}
          lists={preview.lists}
          onName={(name) => onKind({ of: "list", name })}
        />
      )}
    </div>
  );
}
