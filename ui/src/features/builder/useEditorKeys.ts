import { type RefObject, useEffect, useRef } from "react";
import { hasCommand } from "./canvas/keys";
import { useEditor } from "./state/context";

type Zones = {
  search: RefObject<HTMLInputElement | null>;
  canvas: RefObject<HTMLElement | null>;
  onExport: () => void;
};

const ORDER = ["palette", "canvas", "result"] as const;

/** Keys that work all over the editor. */
export function useEditorKeys(zones: Zones): void {
  const editor = useEditor();
  const latest = useRef(zones);
  latest.current = zones;

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector("[aria-modal='true']")) return;
      const letter = event.key.toLowerCase();
      const target = event.target as HTMLElement | null;
      const typing = target?.closest("input, textarea, select, [contenteditable='true']") !== null;
      if (hasCommand(event) && !event.altKey) {
        // A field for text undoes its own typing.
        if (letter === "z" && !typing) event.shiftKey ? editor.redo() : editor.undo();
        else if (letter === "y" && !typing && !event.shiftKey) editor.redo();
        else if (letter === "e" && !event.shiftKey) latest.current.onExport();
        else if (letter === "s" && !event.shiftKey) void editor.autosave.flush();
        else return;
        event.preventDefault();
      } else if (event.key === "/" && !typing && !event.altKey) {
        event.preventDefault();
        latest.current.search.current?.focus();
        latest.current.search.current?.select();
      } else if (event.key === "F6") {
        event.preventDefault();
        nextZone(event.shiftKey ? -1 : 1);
      }
    };

    const nextZone = (step: 1 | -1) => {
      editor.closePill(true);
      const at = document.activeElement?.closest<HTMLElement>("[data-zone]")?.dataset.zone ?? "";
      const index = ORDER.indexOf(at as (typeof ORDER)[number]);
      const next = ORDER[index < 0 ? (step > 0 ? 0 : 2) : (index + step + ORDER.length) % ORDER.length];
      if (next === "palette") latest.current.search.current?.focus();
      else if (next === "canvas") editor.focus(editor.store.get().focus);
      else document.querySelector<HTMLElement>("[data-zone='result'] [role='tab'][aria-selected='true']")?.focus();
    };

    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [editor]);
}
