import type { ReactNode } from "react";

/** So long a name still breaks over lines like other words. */
const LONG = 40;

/** A name inside a sentence: a long one takes one line and ends in an ellipsis, whole under the pointer and when read out. */
export function named(text: string): ReactNode {
  if (text.length <= LONG) return text;
  return (
    <span className="name cut" title={text}>
      {text}
    </span>
  );
}
