import { type FocusEvent, type MouseEvent, useMemo } from "react";
import { useEditor } from "../state/context";

/** What a card and a group hear alike: focus comes to them, a right click opens their menu. */
export function useNodeHandlers(id: string) {
  const editor = useEditor();
  return useMemo(
    () => ({
      onFocus(event: FocusEvent) {
        event.stopPropagation();
        if (isOwn(event)) editor.store.set({ focus: id });
      },
      onContextMenu(event: MouseEvent) {
        if (!isOwn(event) || (event.target as Element).closest("input")) return;
        event.preventDefault();
        event.stopPropagation();
        editor.store.set({
          focus: id,
          open: null,
          menu: { id, of: "node", at: { x: event.clientX, y: event.clientY } },
        });
      },
    }),
    [editor, id],
  );
}

/** React hands on what happens in a panel drawn elsewhere; only what is really inside is meant. */
function isOwn(event: FocusEvent | MouseEvent): boolean {
  return event.currentTarget.contains(event.target as Element);
}
