import { useEffect, useRef } from "react";

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Keys that work wherever the focus is: Ctrl/Cmd+K, and ? where nobody is typing. */
export function useGlobalKeys(actions: { find: () => void; shortcuts: () => void }): void {
  const current = useRef(actions);
  current.current = actions;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        current.current.find();
      } else if (event.key === "?" && !event.ctrlKey && !event.metaKey && !typing(event.target)) {
        event.preventDefault();
        current.current.shortcuts();
      }
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}

/** True on a Mac, where Cmd takes Ctrl's place. */
export const onMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** "Ctrl K", or "⌘ K" on a Mac. */
export function keyName(keys: string): string {
  return onMac ? keys.replace("Ctrl", "⌘").replace("Shift", "⇧").replace("Alt", "⌥") : keys;
}
