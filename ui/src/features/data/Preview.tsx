import type { ColumnTarget, ImportColumn, ImportKind, ImportPreview } from "../../api";
import { classes, Icon, type IconName, kindIcon } from "../../components";
import { type MessageKey, useWords } from "../../i18n";
import { KindRow } from "./KindRow";
import { messageKeys } from "./words";

const ICONS: Partial<Record<ColumnTarget, IconName>> = {
  user_id: "id",
  event_name: "bolt",
  event_id: "id",
  timestamp: "clock",
  properties: "object",
  property_name: "tag",
  property_value: "text",
  purpose: "shield",
  state: "shield",
  nothing: "x",
};

const FIELD_ICONS: Record<string, IconName> = {
  email: "mail",
  name: "user",
  created_at: "calendar",
  account_type: "id",
};

/** How a column will be called where it ends up, and its icon. Properties keep the file's own name. */
function becomes(column: ImportColumn): { key: MessageKey | null; icon: IconName } {
  if (column.becomes === "field") {
    const key = messageKeys.field(column.name);
    return { key, icon: FIELD_ICONS[column.name.toLowerCase()] ?? kindIcon[column.kind] };
  }
  if (["user_property", "event_property", "table_column"].includes(column.becomes))
    return { key: null, icon: kindIcon[column.kind] };
  return { key: messageKeys.target(column.becomes), icon: ICONS[column.becomes] ?? kindIcon[column.kind] };
}

type PreviewProps = {
  preview: ImportPreview;
  /** Rows of the whole file, once they are counted. */
  rows: number | null;
  onKind: (kind: ImportKind) => void;
};

/** How a file was read, and its first rows as they will be stored. */
export function FirstRows({ preview, rows, onKind }: PreviewProps) {
  const words = useWords();
  const numeric = preview.columns.map((column) => column.kind === "number");
  const shown = preview.rows.length;
  return (
    <section className="panel preview" aria-label={words.t("import.preview")}>
      <h2 className="format">
        <span>{preview.format}</span>
        <span className="fine">
          {words.t("import.because", { why: preview.because, size: words.bytes(preview.file.bytes ?? 0) })}
        </span>
      </h2>
      <KindRow preview={preview} onKind={onKind} />
      {shown > 0 && (
        // Wide files scroll sideways in their own frame, by keyboard too.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to take the focus
        <section className="preview-scroll" tabIndex={0} aria-label={words.t("import.previewRows")}>
          <table>
            <thead>
              <tr>
                {preview.columns.map((column, i) => {
                  const { key } = column.becomes === "nothing" ? { key: null } : becomes(column);
                  return (
                    <th key={column.name} scope="col" className={numeric[i] ? "num" : undefined}>
                      <span className="cell" title={column.name}>
                        {key ? words.t(key) : column.name}
                      </span>
                    </th>
                  );
                })}
              </tr>
            </thead>
            <tbody>
              {preview.rows.map((row, r) => (
                // The sample is shown once, in the file's order.
                // biome-ignore lint/suspicious/noArrayIndexKey: see above
                <tr key={r}>
                  {preview.columns.map((column, i) => (
                    <td key={column.name} className={numeric[i] ? "num" : undefined}>
                      <span className="cell" title={row[i] ?? undefined}>
                        <bdi>{row[i] ?? ""}</bdi>
                      </span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      <p className="fine preview-foot">
        {rows === null
          ? words.t("import.firstRows", { n: shown })
          : words.t("import.firstRowsOf", { n: shown, all: rows })}
      </p>
    </section>
  );
}

/** Every column of the file, what it becomes, and why. */
export function Columns({ columns }: { columns: ImportColumn[] }) {
  const words = useWords();
  const look = columns.filter((column) => column.look).length;
  const about = [
    words.t("import.columnsAbout", { n: columns.filter((column) => column.becomes !== "nothing").length }),
    ...(look > 0 ? [words.t("import.columnsLook", { n: look })] : []),
  ].join(" · ");
  return (
    <section className="panel columns" aria-labelledby="import-columns">
      <h2 id="import-columns">
        {words.t("import.columns")} <span className="fine">{about}</span>
      </h2>
      <table className="map-table">
        <thead>
          <tr className="map head">
            <th scope="col">{words.t("import.inFile")}</th>
            <td />
            <th scope="col">{words.t("import.becomes")}</th>
            <th scope="col">{words.t("import.readAs")}</th>
            <th scope="col">{words.t("import.why")}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => {
            const { key, icon } = becomes(column);
            return (
              <tr key={column.name} className={classes("map", column.becomes === "nothing" && "skip")}>
                <th scope="row" className="m cut" title={column.name}>
                  {column.name}
                </th>
                <td>
                  <Icon name="arrow-right" size="s" className="t3" />
                </td>
                <td className="becomes cut">
                  <Icon name={icon} size="s" className="t3" />
                  <span className="cut">{key ? words.t(key) : column.name}</span>
                </td>
                <td className="t2">{column.becomes === "nothing" ? "" : words.t(`value.${column.kind}`)}</td>
                <td className="why-col">
                  <Icon name={column.look ? "alert" : "check"} size="s" className={column.look ? "warn" : "acc"} />
                  <span className={column.look ? "warn" : undefined}>
                    <bdi>{column.why}</bdi>
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
