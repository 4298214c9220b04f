import { useEffect } from "react";
import type { RecentWorkspace } from "../../api";
import { Bar, Button, ErrorNote, Icon, Mark } from "../../components";
import { type MessageKey, useWords } from "../../i18n";

type StartProps = {
  recent: RecentWorkspace[];
  /** What is on its way. */
  opening: "sample" | "other" | null;
  /** What the last try failed with. */
  error: unknown;
  onSample: () => void;
  onChooseFiles: () => void;
  onRecent: (handle: number) => void;
  onOther: () => void;
};

/** People in the sample workspace. */
const EVERYONE = 2000;

/**
 * What a rule does to the sample's people, step by step. A drawing: the sample's events end at the moment it is made, so the
 * counts of windows move with the day, and only everyone's is said as a number.
 */
const FUNNEL: [step: MessageKey, people: number][] = [
  ["start.everyone", EVERYONE],
  ["start.stepPlan", 838],
  ["start.stepSignedIn", 690],
  ["start.stepMail", 328],
  ["start.stepCart", 297],
];

function Funnel() {
  const words = useWords();
  return (
    <div className="funnel" aria-hidden="true">
      {FUNNEL.map(([step, people], i) => (
        <div key={step} className="funnel-row">
          <span className="cut">{words.t(step)}</span>
          <span>
            <Bar kind="run" share={people / EVERYONE} was={(FUNNEL[i - 1]?.[1] ?? people) / EVERYONE} />
          </span>
          <span className="num m">{i === 0 ? words.number(people) : null}</span>
        </div>
      ))}
    </div>
  );
}

/** The first start: two doors, and the workspaces that were opened before. */
export function Start({ recent, opening, error, onSample, onChooseFiles, onRecent, onOther }: StartProps) {
  const words = useWords();
  const now = Date.now();
  const busy = opening !== null;

  // Enter opens the sample wherever the focus is, unless it is on another button.
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Enter" && event.target === document.body && !busy) onSample();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [busy, onSample]);

  return (
    <div className="start">
      <main className="mid">
        <Mark />
        <h1>{words.t("start.question")}</h1>
        <p className="t2 answer">{words.t("start.answer")}</p>
        {error !== null && <ErrorNote error={error} doing={words.t("app.openFailed")} />}
        <div className="doors">
          <section className="door">
            <h2>{words.t("start.sample")}</h2>
            <p className="t2">{words.t("start.sampleText", { people: EVERYONE })}</p>
            <div className="art">
              <Funnel />
            </div>
            <Button look="primary" size="l" wide onClick={onSample} disabled={busy} autoFocus>
              {opening === "sample" ? (
                words.t("start.openingSample")
              ) : (
                <>
                  {words.t("start.openSample")}
                  <kbd>{words.t("start.enter")}</kbd>
                </>
              )}
            </Button>
          </section>
          <section className="door">
            <h2>{words.t("start.import")}</h2>
            <p className="t2">{words.t("start.importText")}</p>
            <div className="art">
              <div className="well">
                <Icon name="download" size="l" />
                <p className="m">{words.t("start.drop")}</p>
                <p className="fine">{words.t("start.formats")}</p>
              </div>
            </div>
            <Button size="l" wide onClick={onChooseFiles} disabled={busy}>
              {words.t("start.choose")}
            </Button>
          </section>
        </div>
        <div className="recent">
          <span>{words.t("start.recent")}</span>
          {recent.slice(0, 4).map((one) => (
            <Button key={one.handle} look="quiet" icon="file" disabled={busy} onClick={() => onRecent(one.handle)}>
              <span className="cut" title={one.name}>
                {one.name}
              </span>
              <span className="t3">{words.ago(one.opened_at, now)}</span>
            </Button>
          ))}
          <Button look="quiet" disabled={busy} onClick={onOther}>
            {words.t("start.other")}
          </Button>
        </div>
        <div className="start-work" aria-live="polite">
          {opening === "other" && <span className="work" />}
          {opening === "other" && <span className="sr">{words.t("app.openingAny")}</span>}
        </div>
      </main>
    </div>
  );
}
