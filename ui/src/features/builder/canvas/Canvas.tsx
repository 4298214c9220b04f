import { type ClipboardEvent, type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from "react";
import { useWords } from "../../../i18n";
import { paste, type Tongue } from "../state/actions";
import { useCounting, useEditor, useEditorState } from "../state/context";
import { draftOf } from "../state/editor";
import { nodeElement } from "./elements";
import { hasCommand, pressed, putBack } from "./keys";
import { CanvasHead, EmptyCanvas, Lines } from "./Lines";

/** The rule: groups and cards, with their counts in two columns. */
export function Canvas({ canvas, tongue }: { canvas: RefObject<HTMLElement | null>; tongue: Tongue }) {
  const words = useWords();
  const editor = useEditor();
  const root = useEditorState((state) => draftOf(state).root);
  const notCurrent = useCounting(({ phase }) => phase === "failed" || phase === "cancelled");
  useAskedFocus();
  const pasted = useRef(false);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    // What is typed in a panel drawn elsewhere is not for the canvas.
    if (event.defaultPrevented || !event.currentTarget.contains(target) || target.closest("input, select")) return;
    const node = target.closest<HTMLElement>("[data-node]");
    const id = node?.dataset.node;
    if (!node || !id) return;
    if (hasCommand(event) && !event.shiftKey && event.key.toLowerCase() === "v") {
      // The system's clipboard answers with a paste event, where it answers at all.
      pasted.current = false;
      setTimeout(() => {
        if (!pasted.current && editor.clipboard) paste(editor, tongue, editor.clipboard);
      }, 0);
      return;
    }
    const pills = [...node.querySelectorAll<HTMLElement>(":scope [data-opens]")].filter(
      (pill) => pill.closest("[data-node]") === node,
    );
    const isButton = target.closest("button") !== null;
    const pill = pills.indexOf(target);
    // Other buttons (the kind of a group, what stands beside the count) keep Enter and Space for themselves.
    if (isButton && (event.key === "Enter" || event.key === " ")) return;
    if (pressed(editor, tongue, event, id, pills, pill)) event.preventDefault();
  };

  const onPaste = (event: ClipboardEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.target as Element) || (event.target as Element).closest("input")) return;
    const text = event.clipboardData.getData("text");
    pasted.current = true;
    event.preventDefault();
    paste(editor, tongue, text || editor.clipboard);
  };

  return (
    <section
      ref={canvas}
      className="canvas"
      aria-label={words.t("builder.canvas")}
      data-testid="canvas"
      data-zone="canvas"
      data-not-current={notCurrent || undefined}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      onBlur={(event) => {
        const { carried } = editor.store.get();
        if (carried?.by === "keyboard" && !event.currentTarget.contains(event.relatedTarget)) putBack(editor, tongue);
      }}
    >
      <CanvasHead root={root} />
      {root.of.length === 0 ? <EmptyCanvas root={root} /> : <Lines root={root} />}
    </section>
  );
}

/** Focus follows the edits that ask for it. */
function useAskedFocus() {
  const asked = useEditorState((state) => state.focusAsked);
  const editor = useEditor();
  const first = useRef(asked);
  useLayoutEffect(() => {
    if (asked === first.current) return;
    first.current = asked;
    const { focus, open } = editor.store.get();
    const element = nodeElement(focus);
    if (!element) return;
    element.scrollIntoView({ block: "nearest" });
    if (!open) element.focus({ preventScroll: true });
  }, [asked, editor]);
}
