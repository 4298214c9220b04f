import { memo } from "react";
import { useWords } from "../../../i18n";
import type { Condition } from "../../../rule-tree";
import { useCatalog } from "../state/context";
import { cardParts, type PillName } from "../wording/sentence";
import { toldWords } from "../wording/told";
import { PillPart } from "./PillPart";

type CardSentenceProps = {
  id: string;
  card: Condition;
  open: PillName | null;
  inReach: boolean;
};

/** A card's condition as one sentence with its pills. */
export const CardSentence = memo(function CardSentence({ id, card, open, inReach }: CardSentenceProps) {
  const words = useWords();
  const catalog = useCatalog();
  const seen: Record<string, number> = {};
  return (
    <div className="say">
      {cardParts(words, catalog, card).map((part, index) => {
        const name = "pill" in part ? part.pill : "text";
        const nth = (seen[name] ?? 0) + 1;
        seen[name] = nth;
        const key = `${name}-${nth}`;
        if (!("pill" in part)) return <span key={key}>{part.text}</span>;
        return (
          <PillPart
            key={key}
            id={id}
            part={part}
            inReach={inReach}
            isOpen={open === part.opens && nth === 1}
            testId={nth === 1 ? `pill-${id}-${part.pill}` : `pill-${id}-${part.pill}-${index}`}
          />
        );
      })}
    </div>
  );
});

/** A condition without editors, in its own words. */
export function ToldSentence({ id, card }: { id: string; card: Condition }) {
  const words = useWords();
  return (
    <p className="say told" data-testid={`told-${id}`}>
      {toldWords(words, card)}
    </p>
  );
}

/** The same as plain words, for a card on its way. */
export function PlainSentence({ card }: { card: Condition }) {
  const words = useWords();
  const catalog = useCatalog();
  return (
    <div className="say">
      {cardParts(words, catalog, card)
        .filter((part) => !("pill" in part) || part.look !== "empty")
        .map((part, index) =>
          "pill" in part ? (
            // The parts of a sentence have no other name than their order.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <span key={index} className={part.look === "plain" ? "pill" : `pill ${part.look}`}>
              {part.text}
            </span>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <span key={index}>{part.text}</span>
          ),
        )}
    </div>
  );
}
