import { type ReactNode, useState } from "react";
import { Button, copyText, Icon, IconButton, Menu, useNotices } from "../../../components";
import { type MessageKey, useWords } from "../../../i18n";
import { clipboardText, redoName, undoName } from "../../../rule-tree";
import { useCounting, useEditor, useEditorState } from "../state/context";
import { draftOf } from "../state/editor";
import { SavedState } from "./SavedState";
import { Title } from "./Title";

type HeaderProps = {
  onBack: () => void;
  onExport: () => void;
};

/** Where one is, what the segment is called, whether it is saved, and the rule as one sentence. */
export function Header({ onBack, onExport }: HeaderProps) {
  const words = useWords();
  const [renaming, setRenaming] = useState(false);
  return (
    <header className="ed-head">
      <div className="row-x">
        <button type="button" className="crumb t2" onClick={onBack} data-testid="back">
          {words.t("builder.segments")}
        </button>
        <Icon name="chevron-right" size="xs" className="t3 turns" />
        <Title renaming={renaming} onRenaming={setRenaming} />
        <SavedState />
        <span className="grow" />
        <History />
        <span className="sep" />
        <More onRename={() => setRenaming(true)} onExport={onExport} />
        <ExportButton onExport={onExport} />
      </div>
      <Sentence />
    </header>
  );
}

function History() {
  const words = useWords();
  const editor = useEditor();
  const undo = useEditorState((state) => undoName(state.history));
  const redo = useEditorState((state) => redoName(state.history));
  const label = (key: "builder.undo" | "builder.redo", name: MessageKey | null) =>
    name ? words.t(`${key}.what`, { what: words.t(name) }) : words.t(key);
  return (
    <>
      <IconButton
        icon="undo"
        label={label("builder.undo", undo)}
        aria-keyshortcuts="Control+Z"
        disabled={!undo}
        data-testid="undo"
        onClick={() => editor.undo()}
      />
      <IconButton
        icon="redo"
        label={label("builder.redo", redo)}
        aria-keyshortcuts="Control+Shift+Z"
        disabled={!redo}
        data-testid="redo"
        onClick={() => editor.redo()}
      />
    </>
  );
}

function More({ onRename, onExport }: { onRename: () => void; onExport: () => void }) {
  const words = useWords();
  const editor = useEditor();
  const notify = useNotices();
  const copyRule = async () => {
    const text = clipboardText([draftOf(editor.store.get()).root]);
    editor.clipboard = text;
    const copied = await copyText(text);
    notify(words.t(copied ? "builder.ruleCopied" : "builder.ruleCopiedHere"));
  };
  return (
    <Menu
      align="end"
      target={<IconButton icon="dots" label={words.t("builder.more.label")} data-testid="editor-more" />}
      entries={[
        { id: "rename", label: words.t("builder.act.rename"), icon: "rename", onSelect: onRename },
        { id: "copy", label: words.t("builder.act.copyRule"), icon: "copy", onSelect: () => void copyRule() },
        { id: "line", divider: true },
        { id: "export", label: words.t("builder.act.export"), icon: "export", note: "Ctrl E", onSelect: onExport },
      ]}
    />
  );
}

function ExportButton({ onExport }: { onExport: () => void }) {
  const words = useWords();
  const people = useCounting(({ report, phase }) =>
    phase === "failed" || phase === "cancelled" ? null : (report?.people ?? null),
  );
  return (
    <Button look="primary" icon="export" onClick={onExport} aria-keyshortcuts="Control+E" data-testid="export">
      {people === null ? words.t("builder.export") : words.t("builder.exportPeople", { n: people })}
    </Button>
  );
}

function Sentence(): ReactNode {
  const words = useWords();
  const notify = useNotices();
  const sentence = useCounting((counting) => counting.report?.sentence ?? "");
  const copy = async () => {
    if (await copyText(sentence)) notify(words.t("builder.sentenceCopied"));
  };
  return (
    <div className="sentence">
      <p title={sentence.length > 220 ? sentence : undefined} data-testid="sentence">
        {sentence || "\u00a0"}
      </p>
      {sentence && (
        <IconButton size="s" icon="copy" label={words.t("builder.copySentence")} onClick={() => void copy()} />
      )}
    </div>
  );
}
