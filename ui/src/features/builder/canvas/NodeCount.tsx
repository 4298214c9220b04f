import { type CSSProperties, memo } from "react";
import type { NodeReport } from "../../../api";
import { Count } from "../../../components";
import { useWords } from "../../../i18n";
import { useCounting } from "../state/context";

type NodeCountProps = {
  id: string;
  kind: "card" | "group";
  muted: boolean;
  report: NodeReport | undefined;
};

/** The count of a card or group on its own, always at the same place of its line. */
export const NodeCount = memo(function NodeCount({ id, kind, muted, report }: NodeCountProps) {
  const words = useWords();
  const everyone = useCounting((counting) => counting.report?.everyone ?? 0);
  const counting = useCounting(({ phase }) => phase === "dim" || phase === "slow");
  const people = muted || report?.state === "muted" ? null : (report?.count ?? null);
  return (
    <div data-testid={`${kind}-${id}-count`} data-people={people ?? undefined}>
      <Count
        people={people}
        everyone={everyone}
        counting={counting && people !== null}
        instead={muted || report?.state === "muted" ? words.t("builder.muted") : "–"}
      />
    </div>
  );
});

/** What is left after this part and all before it, and what the part took. */
export const Narrow = memo(function Narrow({
  report,
  was,
}: {
  report: NodeReport | undefined;
  /** People left before it. */
  was: number;
}) {
  const words = useWords();
  const everyone = useCounting((counting) => counting.report?.everyone ?? 0);
  const counting = useCounting(({ phase }) => phase === "dim" || phase === "slow");
  if (!report) return <div className="narrow" />;
  const left = report.narrows_to;
  if (left === null) {
    return (
      <div className="narrow">
        <div className="out">{words.t("builder.leftOut")}</div>
      </div>
    );
  }
  const share = everyone > 0 ? left / everyone : 0;
  return (
    <div className="narrow">
      <b className={counting ? "stale" : undefined}>
        <span>
          <span className="sr">{words.t("builder.narrow.took")} </span>
          {words.number(left - was)}
          <span className="sr">{words.t("builder.narrow.left")} </span>
        </span>
        {words.number(left)}
      </b>
      <NarrowBar share={share} was={everyone > 0 ? was / everyone : 0} />
    </div>
  );
});

function NarrowBar({ share, was }: { share: number; was: number }) {
  return (
    <span
      className="bar run"
      aria-hidden="true"
      data-zero={share === 0 ? "" : undefined}
      style={{ "--v": share, "--was": was } as CSSProperties}
    />
  );
}
