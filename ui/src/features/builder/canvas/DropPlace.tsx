import { useEffect, useRef } from "react";
import { Icon } from "../../../components";
import { useWords } from "../../../i18n";
import type { GroupNode } from "../../../rule-tree";
import { useCatalog, useEditorState } from "../state/context";
import { groupWords, joinWord, nodeName } from "../wording/nodes";

/** Where what is carried would go, with the sentence that would result. */
export function DropPlace({ group, index, centred }: { group: GroupNode; index: number; centred?: boolean }) {
  const words = useWords();
  const catalog = useCatalog();
  const carried = useEditorState((state) => state.carried);
  const place = useRef<HTMLDivElement>(null);
  const byKeyboard = carried?.by === "keyboard";
  useEffect(() => {
    if (byKeyboard) place.current?.scrollIntoView({ block: "nearest" });
  }, [byKeyboard]);
  if (!carried) return null;
  const name = nodeName(words, catalog, carried.node);
  const join = joinWord(words, group.group, index);
  return (
    <div
      ref={place}
      className={centred ? "drop centred" : "drop"}
      data-testid={`drop-${group.id}-${index}`}
      // Spoken in the live region; here it would be read twice.
      aria-hidden="true"
    >
      <Icon name="plus" size="s" />
      {centred ? (
        words.t("builder.drop.into", { group: groupWords(words, group.group, group.n) })
      ) : (
        <>
          {words.t(carried.isNew ? "builder.drop.add" : "builder.drop.move")}
          <span className="b cut">{[join, name].filter(Boolean).join(" ")}</span>
        </>
      )}
    </div>
  );
}
