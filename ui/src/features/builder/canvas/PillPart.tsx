import { memo } from "react";
import { Pill } from "../../../components";
import { useWords } from "../../../i18n";
import { useEditor } from "../state/context";
import type { Part } from "../wording/sentence";

type PillPartProps = {
  id: string;
  part: Extract<Part, { pill: string }>;
  /** Pills take part in Tab only on the card that has the focus; arrows reach them there too. */
  inReach: boolean;
  isOpen: boolean;
  testId: string;
};

/** One pill of a card's sentence. */
export const PillPart = memo(function PillPart({ id, part, inReach, isOpen, testId }: PillPartProps) {
  const words = useWords();
  const editor = useEditor();
  return (
    <Pill
      kind={part.look}
      icon={part.icon}
      tabIndex={inReach ? 0 : -1}
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      aria-label={words.t(`builder.pill.${part.opens}`, { text: part.text })}
      title={part.text.length > 28 ? part.text : undefined}
      data-testid={testId}
      data-opens={part.opens}
      onClick={() => (isOpen ? editor.closePill(true) : editor.openPill(id, part.opens))}
    >
      {part.text}
    </Pill>
  );
});
