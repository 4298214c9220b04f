import type { Unseen } from "../../api";
import { useWords, type Words } from "../../i18n";
import { named } from "./named";

/** More than these help nobody. */
const SHOWN = 3;

/** For a count of 0: what the rule asks for and what never occurs, each with the nearest that does. */
export function UnseenThings({ unseen }: { unseen: readonly Unseen[] }) {
  const words = useWords();
  const things = once(unseen);
  if (things.length === 0) return null;
  const more = things.length - SHOWN;
  return (
    <ul className="unseen" data-testid="unseen">
      {things.slice(0, SHOWN).map((thing) => (
        <li key={keyOf(thing)}>
          {never(words, thing)} {nearest(words, thing)}
        </li>
      ))}
      {more > 0 && <li>{words.t("result.unseen.more", { n: more })}</li>}
    </ul>
  );
}

/** The same thing may be asked for in several places; it is said once. */
function once(unseen: readonly Unseen[]): Unseen[] {
  return [...new Map(unseen.map((thing) => [keyOf(thing), thing])).values()];
}

function keyOf({ kind, name, nearest }: Unseen): string {
  return JSON.stringify([kind, name, nearest]);
}

function never(words: Words, { kind, name }: Unseen) {
  if (name === "") return words.t("result.unseen.empty");
  return words.rich(`result.unseen.${kind}`, { name: named(name) });
}

/** "The nearest is “gold” (412), last seen 30 Jun 2026." with as much of it as is known. */
function nearest(words: Words, { kind, nearest, count, last_seen }: Unseen) {
  if (nearest === null) return null;
  const name = nearest === "" ? words.t("result.unseen.emptyName") : named(nearest);
  const when = last_seen === null ? "" : words.date(last_seen);
  const counted = kind === "value" && count > 0;
  if (counted && when) return words.rich("result.unseen.nearestCountedSeen", { name, n: count, when });
  if (counted) return words.rich("result.unseen.nearestCounted", { name, n: count });
  return when ? words.rich("result.unseen.nearestSeen", { name, when }) : words.rich("result.unseen.nearest", { name });
}
