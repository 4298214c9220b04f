import { useState } from "react";
import { Badge, Bar, Button, classes, Icon, Strip } from "../../components";
import { useWords, type Words } from "../../i18n";
import { named } from "./named";
import type { ResultPanelProps } from "./ResultPanel";
import { UnseenThings } from "./UnseenThings";

/** The count in large digits, and everything that belongs to it. */
export function Hero(props: ResultPanelProps) {
  const { report, phase, error, onCancel, onShowLeftOut } = props;
  const words = useWords();
  const counting = phase === "dim" || phase === "slow";
  const current = phase === "current" || phase === "waiting";
  const people = report?.people ?? null;
  const share = report && report.everyone > 0 ? report.people / report.everyone : 0;
  const old = !current && report ? words.t("result.peopleAt", { n: people ?? 0, time: words.time(report.now) }) : null;

  return (
    <div className="hero">
      <div className="row-x baseline">
        <span
          className={classes("big", !current && "stale")}
          data-testid="hero-count"
          data-people={people ?? undefined}
        >
          {people === null ? "–" : words.number(people)}
        </span>
        <span>{old && !counting ? old : words.t("result.people", { n: people ?? 0 })}</span>
        <span className="grow" />
        <State {...props} />
        {phase === "slow" && (
          <button type="button" className="note-btn fine" onClick={onCancel}>
            {words.t("common.cancel")}
          </button>
        )}
      </div>
      {counting ? <div className="work" /> : <Bar kind="run" share={share} />}
      {report && (
        <div className="row-x fine t2">
          <span>{words.t("result.share", { share: words.percent(share), everyone: report.everyone })}</span>
        </div>
      )}
      {phase === "failed" && <Failure message={error?.message || words.t("result.failed")} {...props} />}
      {phase === "cancelled" && <Again {...props} text={words.t("result.cancelled")} />}
      {current && report && report.people === 0 && <Nobody {...props} />}
      {report && report.unfinished + report.muted > 0 && (
        <Strip
          action={
            <button type="button" className="note-btn warn" data-testid="show-left-out" onClick={onShowLeftOut}>
              {words.t("result.show")}
            </button>
          }
        >
          {leftOut(words, report.unfinished, report.muted)}
        </Strip>
      )}
      {report && (
        <dl className="sum">
          <dt>{words.t("result.inSegment")}</dt>
          <dd>{words.number(report.people)}</dd>
          <dt className="t3">{words.t("result.reachable")}</dt>
          <dd className="t3">{words.t("result.consentLater")}</dd>
        </dl>
      )}
      {/* The digits change too often to be spoken each time; this says them once they stand. */}
      <p className="sr" role="status">
        {phase === "current" && report ? words.t("result.spoken", { n: report.people }) : ""}
      </p>
    </div>
  );
}

function State({ phase, report }: ResultPanelProps) {
  const words = useWords();
  if (phase === "dim" || phase === "slow") return <Badge>{words.t("result.counting")}</Badge>;
  if (phase === "failed" || phase === "cancelled") return <Badge look="danger">{words.t("result.notCurrent")}</Badge>;
  return report && <Badge icon="check">{words.t("result.exact", { time: took(words, report.millis ?? 0) })}</Badge>;
}

/** "38 ms"; below one, one decimal. */
function took(words: Words, millis: number): string {
  const value = millis < 10 ? Math.max(0.1, Math.round(millis * 10) / 10) : Math.round(millis);
  return words.t("result.millis", { n: value });
}

function leftOut(words: Words, unfinished: number, muted: number): string {
  if (muted === 0) return words.t("result.leftOut.unfinished", { n: unfinished });
  if (unfinished === 0) return words.t("result.leftOut.muted", { n: muted });
  return words.t("result.leftOut.both", { unfinished, muted });
}

function Failure(props: ResultPanelProps & { message: string }) {
  const { error, onAgain, message } = props;
  const words = useWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Strip look="danger">
        {message} {error?.hint} {words.t("result.ruleKept")}
      </Strip>
      <div className="row-x hero-actions">
        <Button onClick={onAgain}>{words.t("common.tryAgain")}</Button>
        {error?.detail && (
          <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {words.t("common.details")}
          </Button>
        )}
      </div>
      {open && <pre className="error-detail">{error?.detail}</pre>}
    </>
  );
}

function Again({ onAgain, text }: ResultPanelProps & { text: string }) {
  const words = useWords();
  return (
    <div className="row-x hero-actions fine">
      <span className="grow">{text}</span>
      <Button size="s" onClick={onAgain}>
        {words.t("common.tryAgain")}
      </Button>
    </div>
  );
}

function Nobody({ report, nameOf, onGoTo }: ResultPanelProps) {
  const words = useWords();
  if (!report) return null;
  const id = report.emptied_by;
  return (
    <div className="fine nobody">
      {id ? (
        <p>
          <Icon name="info" size="xs" /> {words.rich("result.emptiedBy", { name: named(nameOf(id)) })}{" "}
          <button type="button" className="note-btn" onClick={() => onGoTo(id)}>
            {words.t("result.goToIt")}
          </button>
        </p>
      ) : (
        <p>{words.t("result.nobody")}</p>
      )}
      <UnseenThings unseen={report.unseen} />
    </div>
  );
}
