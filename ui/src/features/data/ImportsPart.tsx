import { useState } from "react";
import type { ImportRecord } from "../../api";
import { Button } from "../../components";
import { useWords } from "../../i18n";
import { kindName } from "./kinds";
import { Name, Part } from "./Part";

/** Imports shown at first: what else there is lies below them. */
const FIRST = 8;

/** What was imported, the latest first. */
export function ImportsPart({ imports }: { imports: ImportRecord[] }) {
  const words = useWords();
  const [all, setAll] = useState(false);
  const now = Date.now();
  const n = words.number;
  if (imports.length === 0)
    return (
      <Part title={words.t("data.imports")}>
        <p className="t2 part-none">{words.t("data.none")}</p>
      </Part>
    );
  const kind = (one: ImportRecord) => {
    const name = kindName(words, one.kind);
    if (one.unknown === 0) return name;
    return words.t("data.kindAnd", { kind: name, more: words.t("data.importedUnknown", { n: one.unknown }) });
  };
  const footer = imports.length > FIRST && !all && (
    <Button look="quiet" className="part-more" onClick={() => setAll(true)}>
      {words.t("data.importsAll", { n: imports.length })}
    </Button>
  );
  return (
    <Part
      title={words.t("data.imports")}
      className="imports"
      columns={[
        { label: words.t("data.file") },
        { label: words.t("data.rows"), look: "num", width: "num" },
        { label: words.t("data.added"), look: "num", width: "num" },
        { label: words.t("data.updated"), look: "num", width: "num" },
        { label: words.t("data.unchanged"), look: "num", width: "num" },
        { label: words.t("data.rejected"), look: "num", width: "num" },
        { label: words.t("data.when"), look: "after-num", width: "edited" },
      ]}
      footer={footer}
    >
      {imports.slice(0, all ? undefined : FIRST).map((one, at) => (
        // Only ever grows at its beginning; two imports may be alike in everything.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <tr key={imports.length - at}>
          <Name name={one.name} about={<bdi>{kind(one)}</bdi>} />
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
    </Part>
  );
}
