import { ErrorNote, Icon, IconButton } from "../../components";
import { useWords } from "../../i18n";
import { useImports } from "./imports";
import type { Item } from "./queue";
import { accepted } from "./queue";

/** How one of the files stands, in a line; a failed one says what happened, what was kept, and the way on. */
function FileRow({ item }: { item: Item }) {
  const words = useWords();
  const imports = useImports();
  const { name, handle } = item.file;
  const again = (
    <button type="button" className="btn s danger" onClick={() => imports.again(handle)}>
      {words.t("common.tryAgain")}
    </button>
  );
  return (
    <li>
      <div className="file-row">
        {item.phase === "done" && <Icon name="check" size="s" className="acc" />}
        {item.phase === "failed" && <Icon name="alert" size="s" className="danger" />}
        {(item.phase === "cancelled" || item.phase === "skipped") && <Icon name="minus" size="s" className="t3" />}
        {(item.phase === "look" || item.phase === "running") && <Icon name="file" size="s" className="t3" />}
        <span className="m cut" title={name}>
          {name}
        </span>
        <span className="grow" />
        {item.phase === "done" && item.report && (
          <span className="t2 say">
            {words.t("import.rowsIn", { n: accepted(item.report), time: words.seconds(item.report.seconds ?? 0) })}
          </span>
        )}
        {item.phase === "failed" && <span className="danger say">{words.t("import.notImported")}</span>}
        {item.phase === "cancelled" && (
          <>
            <span className="t2 say">{words.t("import.cancelled")}</span>
            {again}
          </>
        )}
        {item.phase === "skipped" && (
          <>
            <span className="t3 say">{words.t("import.skipped")}</span>
            {again}
          </>
        )}
        {item.phase === "look" && (
          <>
            <span className="t3 say">{words.t("import.waiting")}</span>
            <IconButton
              icon="x"
              size="s"
              label={words.t("import.remove", { name })}
              onClick={() => imports.skip(handle)}
            />
          </>
        )}
      </div>
      {item.phase === "failed" && item.error && (
        <div className="file-problem">
          <ErrorNote
            error={{
              ...item.error,
              message: [item.error.message || words.t("error.unknown"), words.t("import.failedKept")].join(" "),
            }}
            action={again}
          />
        </div>
      )}
    </li>
  );
}

/** The files of this import, one under the other. */
export function FileRows({ items }: { items: Item[] }) {
  if (items.length === 0) return null;
  return (
    <ul className="file-rows">
      {items.map((item) => (
        <FileRow key={item.file.handle} item={item} />
      ))}
    </ul>
  );
}
