import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { keys, useApi } from "../../api";
import { Button, copyText, ErrorNote, Switcher } from "../../components";
import { useWords } from "../../i18n";
import { highlight } from "./highlight";

const DIALECTS = [{ value: "sqlite", label: "SQLite" }] as const;

/** The rule as one statement, to read, to copy and to run. */
export function SqlTab({ draft, people }: { draft: string; people: number }) {
  const api = useApi();
  const words = useWords();
  const [dialect, setDialect] = useState<(typeof DIALECTS)[number]["value"]>("sqlite");
  const [copied, setCopied] = useState(false);
  const statement = useQuery({
    queryKey: [...keys.data, "sql", dialect, draft],
    queryFn: () => api.sql(draft, dialect),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
  const text = statement.data?.text ?? "";
  const lines = useMemo(() => highlight(text), [text]);

  const copy = async () => {
    setCopied(await copyText(text));
    setTimeout(() => setCopied(false), 2000);
  };

  return (
    <>
      <div className="tool-row">
        <Switcher label={words.t("result.sql.dialect")} value={dialect} choices={[...DIALECTS]} onChange={setDialect} />
        <span className="grow" />
        <span className="t3 cut">{words.t("result.sql.same", { n: people })}</span>
        <Button icon={copied ? "check" : "copy"} onClick={() => void copy()} disabled={text === ""}>
          {words.t(copied ? "result.sql.copied" : "result.sql.copy")}
        </Button>
      </div>
      {statement.error ? (
        <ErrorNote
          error={statement.error}
          doing={words.t("result.sql.failed")}
          onRetry={() => void statement.refetch()}
        />
      ) : (
        // A scrolling area is reached by Tab, so that arrows scroll it.
        <section
          className="sql"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
          tabIndex={0}
          aria-label={words.t("result.tab.sql")}
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
