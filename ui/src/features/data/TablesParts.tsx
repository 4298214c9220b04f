import type { CatalogRelation, CatalogTable } from "../../api";
import { useWords } from "../../i18n";
import { Name, Part } from "./Part";
import { joinedBy, way } from "./relations";

/** Custom tables: their columns, and how many rows each has. */
export function TablesPart({ tables }: { tables: CatalogTable[] }) {
  const words = useWords();
  if (tables.length === 0)
    return (
      <Part title={words.t("data.tables")}>
        <p className="t2 part-none">{words.t("data.tablesNone")}</p>
      </Part>
    );
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return (
    <Part
      title={words.t("data.tables")}
      about={words.t("data.tablesAbout", { tables: tables.length, rows })}
      columns={[
        { label: words.t("data.table") },
        { label: words.t("data.columns"), width: "half" },
        { label: words.t("data.rows"), look: "num", width: "num" },
      ]}
    >
      {tables.map((table) => (
        <tr key={table.name}>
          <Name
            name={table.name}
            about={table.key === null ? words.t("data.keyless") : words.t("data.keyed", { key: table.key })}
          />
          <td className="wraps">
            <ul className="column-list">
              {table.columns.map((column) => (
                <li key={column.name}>
                  <bdi>{column.name}</bdi> <span className="t3">{words.t(`value.${column.kind}`)}</span>
                </li>
              ))}
            </ul>
          </td>
          <td className="num">
            {table.rows === 0 ? <span className="t3">{words.t("data.noRows")}</span> : words.number(table.rows)}
          </td>
        </tr>
      ))}
    </Part>
  );
}

/** Relations in both their directions, and the keys that join them. */
export function RelationsPart({ relations }: { relations: CatalogRelation[] }) {
  const words = useWords();
  return (
    <Part
      title={words.t("data.relations")}
      about={words.t("data.relationsAbout", { n: relations.length })}
      columns={[
        { label: words.t("data.relation") },
        { label: words.t("data.back"), width: "edited" },
        { label: words.t("data.joined"), width: "half" },
      ]}
    >
      {relations.map((relation) => (
        <tr key={relation.name}>
          <Name name={way(words, relation)} />
          <td className="wraps">
            {relation.reverse === null ? (
              <span className="t3">{words.t("data.oneWay")}</span>
            ) : (
              <bdi>{relation.reverse}</bdi>
            )}
          </td>
          <td className="wraps t2">
            <bdi>{joinedBy(words, relation)}</bdi>
          </td>
        </tr>
      ))}
    </Part>
  );
}
