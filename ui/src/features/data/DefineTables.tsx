import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useRef, useState } from "react";
import {
  type AppError,
  type Change,
  type DeclaredRelation,
  type DeclaredTable,
  type ImportFile,
  isCancelled,
  keys,
  type TablesPreview,
  toAppError,
  useApi,
} from "../../api";
import { Badge, Button, Dialog, ErrorNote, useNotices } from "../../components";
import { useWords, type Words } from "../../i18n";
import { joinedBy, way } from "./relations";

/** A file of tables on its way in: read, shown, defined, or refused. */
type Step = { file: ImportFile | null; preview: TablesPreview | null; error: AppError | null; defining: boolean };

function ChangeBadge({ change, relation }: { change: Change; relation?: boolean }) {
  const words = useWords();
  if (change === "new")
    return (
      <Badge look="acc" icon="plus">
        {words.t("tables.new")}
      </Badge>
    );
  if (change === "same") return <Badge icon="check">{words.t("tables.same")}</Badge>;
  return (
    <Badge look={relation ? "warn" : "acc"} icon={relation ? undefined : "plus"}>
      {words.t(relation ? "tables.replaced" : "tables.changed")}
    </Badge>
  );
}

function DeclaredTableRow({ table }: { table: DeclaredTable }) {
  const words = useWords();
  return (
    <li className="declared">
      <p>
        <bdi className="b">{table.name}</bdi>{" "}
        <span className="fine">
          {table.key === null ? words.t("data.keyless") : words.t("data.keyed", { key: table.key })}
        </span>{" "}
        <ChangeBadge change={table.change} />
      </p>
      <ul className="column-list">
        {table.columns.map((column) => (
          <li key={column.name}>
            <bdi className={column.added ? "b" : undefined}>{column.name}</bdi>{" "}
            <span className="t3">{words.t(`value.${column.kind}`)}</span>
            {column.added && <span className="acc"> {words.t("tables.columnNew")}</span>}
          </li>
        ))}
      </ul>
    </li>
  );
}

function DeclaredRelationRow({ relation, change }: DeclaredRelation) {
  const words = useWords();
  return (
    <li className="declared">
      <p>
        <bdi className="b">{way(words, relation)}</bdi>{" "}
        <span className="t2">
          {relation.reverse === null
            ? words.t("data.oneWay")
            : words.t("data.relationBack", { name: relation.reverse })}
        </span>{" "}
        <ChangeBadge change={change} relation />
      </p>
      <p className="fine">
        <bdi>{joinedBy(words, relation)}</bdi>
      </p>
    </li>
  );
}

function Declared({ preview }: { preview: TablesPreview }) {
  const words = useWords();
  const { tables, relations } = preview;
  return (
    <>
      <p className="t2">{words.t(changesNothing(preview) ? "tables.nothing" : "tables.note")}</p>
      {tables.length > 0 && (
        <section className="declared-part">
          <h3>{words.t("data.tables")}</h3>
          <ul>
            {tables.map((table) => (
              <DeclaredTableRow key={table.name} table={table} />
            ))}
          </ul>
        </section>
      )}
      {relations.length > 0 && (
        <section className="declared-part">
          <h3>{words.t("data.relations")}</h3>
          <ul>
            {relations.map((one) => (
              <DeclaredRelationRow key={one.relation.name} {...one} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function changesNothing({ tables, relations }: TablesPreview): boolean {
  return [...tables, ...relations].every((one) => one.change === "same");
}

/** "2 tables and 1 relation": what of the file is new or changed. */
function changed(words: Words, { tables, relations }: TablesPreview): string {
  const count = (of: { change: Change }[]) => of.filter((one) => one.change !== "same").length;
  const [t, r] = [count(tables), count(relations)];
  return words.list([
    ...(t > 0 ? [words.t("tables.nTables", { n: t })] : []),
    ...(r > 0 ? [words.t("tables.nRelations", { n: r })] : []),
  ]);
}

/** What is wrong with the file, where in it, and that nothing came of it. */
function Refused({ error }: { error: AppError }) {
  const words = useWords();
  const message = error.message || words.t("tables.failed");
  return (
    <>
      <ErrorNote error={{ ...error, message: sentence(message), hint: error.hint && sentence(error.hint) }} />
      <p className="t2">
        {error.path && (
          <>
            {words.rich("tables.at", {
              path: (
                <code className="mono" dir="ltr">
                  {error.path}
                </code>
              ),
            })}{" "}
          </>
        )}
        {words.t("tables.kept")}
      </p>
    </>
  );
}

/** The reader's remarks begin small and end open, as they stand behind a place. */
function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…}\]]$/.test(begun) ? begun : `${begun}.`;
}

/** Defining tables from a file: choose it, see what it declares, define it. */
export function useDefineTables(): { choose: () => Promise<void>; dialog: ReactNode } {
  const words = useWords();
  const api = useApi();
  const client = useQueryClient();
  const notify = useNotices();
  const [step, setStep] = useState<Step | null>(null);
  // An answer for a dialog that was closed or given another file is dropped.
  const turn = useRef(0);

  const choose = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    let file: ImportFile | null = null;
    const show = (part: Partial<Step>) => {
      if (turn.current === mine) setStep({ file, preview: null, error: null, defining: false, ...part });
    };
    try {
      file = await api.chooseTablesFile();
      if (!file) return;
      show({});
      show({ preview: await api.tablesPreview(file.handle) });
    } catch (thrown) {
      if (!isCancelled(thrown)) show({ error: toAppError(thrown) });
    }
  }, [api]);

  if (!step) return { choose, dialog: null };
  const { file, preview, error, defining } = step;
  const close = () => {
    turn.current += 1;
    setStep(null);
  };
  const define = async () => {
    if (!file || !preview) return;
    setStep({ ...step, defining: true });
    try {
      await api.defineTables(file.handle);
      close();
      notify(words.t("tables.done", { name: file.name, what: changed(words, preview) }));
      await client.invalidateQueries({ queryKey: keys.state });
      await client.invalidateQueries({ queryKey: keys.data });
    } catch (thrown) {
      setStep({ file, preview: null, error: toAppError(thrown), defining: false });
    }
  };
  const ready = preview !== null && !changesNothing(preview);
  const dialog = (
    <Dialog
      title={file ? words.t("tables.titleFile", { name: file.name }) : words.t("tables.title")}
      width="l"
      canClose={!defining}
      onClose={close}
      footer={
        <>
          <Button onClick={close} disabled={defining}>
            {words.t(preview && !ready ? "common.close" : "common.cancel")}
          </Button>
          {error && (
            <Button look="primary" onClick={() => void choose()}>
              {words.t("tables.another")}
            </Button>
          )}
          {preview && ready && (
            <Button look="primary" data-autofocus disabled={defining} onClick={() => void define()}>
              {defining ? words.t("tables.defining") : words.t("tables.go", { what: changed(words, preview) })}
            </Button>
          )}
        </>
      }
    >
      {error && <Refused error={error} />}
      {preview && <Declared preview={preview} />}
      {file && !preview && !error && (
        <div className="reading" aria-busy="true">
          <span className="work" />
          <p className="t2">{words.t("tables.reading", { name: file.name })}</p>
        </div>
      )}
    </Dialog>
  );
  return { choose, dialog };
}
