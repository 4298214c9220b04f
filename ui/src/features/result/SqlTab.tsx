import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { keys, useApi } from "../../api";
import { Button, copyText, Switcher } from "../../components";
import { useWords } from "../../i18n";
import { highlight } from "./highlight";
import type { ResultPanelProps } from "./ResultPanel";
import { SqlProblem } from "./SqlProblem";

const DIALECTS = ["sqlite", "postgres", "duckdb"] as const;

/** Whose SQL is shown. */
export type Dialect = (typeof DIALECTS)[number];

type SqlTabProps = Pick<ResultPanelProps, "draft" | "nameOf" | "nodeAt" | "onGoTo"> & {
  people: number;
  dialect: Dialect;
  onDialect: (dialect: Dialect) => void;
};

/** The rule as one statement, to read, to copy and to run. */
export function SqlTab({ draft, people, dialect, onDialect, ...places }: SqlTabProps) {
  const api = useApi();
  const words = useWords();
  const [copied, setCopied] = useState(false);
  const statement = useQuery({
    queryKey: [...keys.data, "sql", dialect, draft],
    queryFn: () => api.sql(draft, dialect),
    // What stood before may stand a moment longer, but never under the name of another dialect.
    placeholderData: (before, query) => (query?.queryKey.at(-2) === dialect ? before : undefined),
    gcTime: 60_000,
  });
  const text = statement.data?.text ?? "";
  const lines = useMemo(() => highlight(text.trimEnd()), [text]);

  const copy = async () => {
    setCopied(await copyText(text));
    setTimeout(() => setCopied(false), 2000);
  };

  return (
    <>
      <div className="tool-row sql-tools">
        <Switcher
          label={words.t("result.sql.dialect")}
          value={dialect}
          choices={DIALECTS.map((one) => ({ value: one, label: words.t(`result.sql.${one}`) }))}
          onChange={onDialect}
        />
        <span className="grow" />
        <Button
          icon={copied ? "check" : "copy"}
          onClick={() => void copy()}
          disabled={text === "" || statement.isPlaceholderData}
        >
          {words.t(copied ? "result.sql.copied" : "result.sql.copy")}
        </Button>
        {/* Only this one runs on the workspace as it is. */}
        {dialect === "sqlite" && <p className="fine">{words.t("result.sql.same", { n: people })}</p>}
      </div>
      {statement.error ? (
        <SqlProblem
          error={statement.error}
          dialect={words.t(`result.sql.${dialect}`)}
          onRetry={() => void statement.refetch()}
          {...places}
        />
      ) : (
        // A scrolling area is reached by Tab, so that arrows scroll it.
        <section
          className="sql"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
          tabIndex={0}
          aria-label={words.t("result.tab.sql")}
          aria-busy={statement.isFetching || undefined}
          data-testid="sql"
          dir="ltr"
        >
          {lines.map((line, index) => (
            // Lines have no other name than their number.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <code key={index}>
              {line.map((token, at) =>
                token.kind ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: see above
                  <span key={at} className={token.kind === "n" ? "s" : token.kind}>
                    {token.text}
                  </span>
                ) : (
                  token.text
                ),
              )}
              {"\n"}
            </code>
          ))}
        </section>
      )}
    </>
  );
}
