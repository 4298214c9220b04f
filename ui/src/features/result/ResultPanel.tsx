import { type KeyboardEvent, memo, useId, useState } from "react";
import type { AppError, CountReport } from "../../api";
import { useWords } from "../../i18n";
import { Hero } from "./Hero";
import { PeopleTab } from "./PeopleTab";
import { type Dialect, SqlTab } from "./SqlTab";
import "./result.css";

export type ResultPanelProps = {
  /** The last good answer; none before the first. */
  report: CountReport | null;
  /** The draft that it is about. */
  draft: string;
  /** How the count stands now. */
  phase: "current" | "waiting" | "dim" | "slow" | "failed" | "cancelled";
  error: AppError | null;
  onCancel: () => void;
  onAgain: () => void;
  /** Goes to the first part that is left out. */
  onShowLeftOut: () => void;
  /** A card's or group's name, and the way to it. */
  nameOf: (id: string) => string;
  /** The card or group that a place in the rule belongs to; none where that is the rule as a whole. */
  nodeAt: (path: string) => string | null;
  onGoTo: (id: string) => void;
};

const TABS = ["people", "sql"] as const;
type Tab = (typeof TABS)[number];

/** The right side of the editor: how many, how exact, who they are, and the statement that says so. */
export const ResultPanel = memo(function ResultPanel(props: ResultPanelProps) {
  const words = useWords();
  const id = useId();
  const [tab, setTab] = useState<Tab>("people");
  // Chosen once, it stays while one looks at the people.
  const [dialect, setDialect] = useState<Dialect>("sqlite");
  const { report, draft, nameOf, nodeAt, onGoTo } = props;
  const places = { nameOf, nodeAt, onGoTo };

  const onKeyDown = (event: KeyboardEvent) => {
    const rtl = document.documentElement.dir === "rtl" ? -1 : 1;
    const step = event.key === "ArrowRight" ? rtl : event.key === "ArrowLeft" ? -rtl : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + step + TABS.length) % TABS.length] as Tab;
    setTab(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };

  return (
    <aside className="result" aria-label={words.t("result.title")} data-zone="result">
      <Hero {...props} />
      <div className="tabs" role="tablist" aria-label={words.t("result.tabs")} onKeyDown={onKeyDown}>
        {TABS.map((one) => (
          <button
            key={one}
            id={`${id}-${one}`}
            type="button"
            role="tab"
            aria-selected={tab === one}
            aria-controls={`${id}-panel`}
            tabIndex={tab === one ? 0 : -1}
            data-testid={`tab-${one}`}
            onClick={() => setTab(one)}
          >
            {words.t(`result.tab.${one}`)}
          </button>
        ))}
      </div>
      <div id={`${id}-panel`} className="tab-panel" role="tabpanel" aria-labelledby={`${id}-${tab}`}>
        {report && tab === "people" && <PeopleTab draft={draft} people={report.people} now={report.now} />}
        {report && tab === "sql" && (
          <SqlTab draft={draft} people={report.people} dialect={dialect} onDialect={setDialect} {...places} />
        )}
      </div>
    </aside>
  );
});
