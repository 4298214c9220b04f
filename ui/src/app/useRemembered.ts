import { useState } from "react";

/** A yes or no that the window keeps from one start to the next. */
export function useRemembered(name: string, first: boolean): [boolean, (value: boolean) => void] {
  const key = `muster.${name}`;
  const [value, setValue] = useState(() => {
    const kept = window.localStorage.getItem(key);
    return kept === null ? first : kept === "true";
  });
  const change = (next: boolean) => {
    window.localStorage.setItem(key, String(next));
    setValue(next);
  };
  return [value, change];
}
