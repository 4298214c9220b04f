import { useEffect, useRef, useState } from "react";
import { useWords } from "../../../i18n";
import { useEditor, useEditorState } from "../state/context";
import { useStore } from "../state/store";

/** The segment's name, edited in place: Enter keeps, Esc leaves it as it was. */
export function Title({ renaming, onRenaming }: { renaming: boolean; onRenaming: (renaming: boolean) => void }) {
  const words = useWords();
  const editor = useEditor();
  const name = useEditorState((state) => state.history.present.name);
  const refused = useStore(editor.autosave.store, (saving) => saving.nameError);
  const button = useRef<HTMLButtonElement>(null);
  const back = useRef(false);

  useEffect(() => {
    if (!renaming && back.current) button.current?.focus();
    back.current = renaming;
  }, [renaming]);

  if (renaming) {
    return (
      <NameInput
        name={name}
        onDone={(next) => {
          if (next !== null && next.trim() !== "") editor.rename(next.trim());
          onRenaming(false);
        }}
      />
    );
  }
  return (
    <>
      <h1 className="cut">
        <button
          ref={button}
          type="button"
          className="title-btn cut"
          title={words.t("builder.act.rename")}
          aria-label={words.t("builder.renameName", { name })}
          data-testid="segment-name"
          onClick={() => onRenaming(true)}
        >
          {name}
        </button>
      </h1>
      {refused && (
        <span className="fine danger" role="alert">
          {[refused.message, refused.hint].filter(Boolean).join(" ")}
        </span>
      )}
    </>
  );
}

function NameInput({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  const words = useWords();
  const [text, setText] = useState(name);
  const input = useRef<HTMLInputElement>(null);
  const closed = useRef(false);
  useEffect(() => input.current?.select(), []);
  const done = (value: string | null) => {
    if (closed.current) return;
    closed.current = true;
    onDone(value);
  };
  return (
    <input
      ref={input}
      className="title-input"
      aria-label={words.t("builder.name")}
      data-testid="segment-name-input"
      maxLength={200}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => done(text)}
      onKeyDown={(event) => {
        if (event.key === "Enter") done(text);
        else if (event.key === "Escape") done(null);
        else return;
        event.preventDefault();
      }}
    />
  );
}
