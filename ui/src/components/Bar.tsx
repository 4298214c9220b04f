import type { CSSProperties } from "react";
import { useWords } from "../i18n";
import { classes } from "./classes";

/** Bar lengths go through the element's style property; the content policy forbids style attributes in HTML text. */
function lengths(share: number, was?: number): CSSProperties {
  return { "--v": share, ...(was === undefined ? {} : { "--was": was }) } as CSSProperties;
}

type BarProps = {
  /** 0 to 1. */
  share: number;
  /** What was there before this step, 0 to 1; drawn lighter behind. */
  was?: number;
  /** "run" is what is left (petrol); "own" a share on its own (grey). */
  kind?: "own" | "run";
  /** Spoken; without it the bar is a decoration beside its number. */
  label?: string;
};

/** A thin bar: a share of everyone, linear, at least 2 px when it is not zero. */
export function Bar({ share, was, kind = "own", label }: BarProps) {
  const common = {
    className: classes("bar", kind === "run" && "run"),
    style: lengths(share, was),
    "data-zero": share === 0 ? "" : undefined,
  };
  return label ? <span {...common} role="img" aria-label={label} /> : <span {...common} aria-hidden="true" />;
}

type CountProps = {
  /** The digits; null where there is no count, and `instead` says why. */
  people: number | null;
  everyone: number;
  /** The old digits stay, dimmed, and a moving bar takes the place of the share. */
  counting?: boolean;
  /** Stands in place of the digits: "–", "muted". */
  instead?: string;
};

/** A card's or group's count: digits, and under them its share of everyone. */
export function Count({ people, everyone, counting, instead = "–" }: CountProps) {
  const words = useWords();
  if (people === null && !counting) {
    return (
      <div className="count none">
        <b>{instead}</b>
      </div>
    );
  }
  const share = people !== null && everyone > 0 ? people / everyone : 0;
  return (
    <div className={classes("count", people === null && "none")} aria-busy={counting || undefined}>
      <b className={counting ? "stale" : undefined}>{people === null ? "–" : words.number(people)}</b>
      {counting ? (
        <span className="work" />
      ) : (
        <Bar share={share} label={words.t("common.shareOfEveryone", { share: words.percent(share) })} />
      )}
    </div>
  );
}
