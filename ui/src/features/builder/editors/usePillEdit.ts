import { useCallback } from "react";
import type { MessageKey } from "../../../i18n";
import { type Condition, updateCard } from "../../../rule-tree";
import { useEditor } from "../state/context";
import { pillKey } from "../state/editor";
import type { PillName } from "../wording/sentence";

/** Changes the card of an open small editor; everything done in it until it closes is one step. */
export function usePillEdit(id: string, pill: PillName, name: MessageKey) {
  const editor = useEditor();
  return useCallback(
    (change: (card: Condition) => Condition) => {
      editor.edit((draft) => updateCard(draft, id, change), name, { key: pillKey(id, pill) });
    },
    [editor, id, pill, name],
  );
}

/** Without the keys that are undefined: the JSON says nothing rather than null. */
export function tidy<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T;
}
