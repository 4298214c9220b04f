import { Fragment, type KeyboardEvent, useRef } from "react";
import { classes, Icon, type IconName } from "../../../components";
import { type MessageKey, useWords } from "../../../i18n";
import {
  type DraftNode,
  find,
  findGroup,
  type GroupKind,
  isGroup,
  seal,
  setCollapsed,
  setGroup,
} from "../../../rule-tree";
import { NumberInput } from "../editors/inputs";
import { Popover } from "../editors/Popover";
import { type Act, act, type Tongue } from "../state/actions";
import { useEditor, useEditorState } from "../state/context";
import { draftOf } from "../state/editor";
import { groupIcon, groupWords, nodeName } from "../wording/nodes";
import { kindButton, menuButton } from "./elements";
import { pickUp } from "./keys";

/** The menu of a card or group, or the choice of a group's kind, whichever is open. */
export function NodeMenu({ tongue }: { tongue: Tongue }) {
  const menu = useEditorState((state) => state.menu);
  const node = useEditorState((state) => (state.menu ? find(draftOf(state), state.menu.id) : null));
  if (!menu || !node) return null;
  return menu.of === "kind" ? (
    <KindMenu id={node.id} />
  ) : (
    <ActMenu key={node.id} node={node} at={menu.at} tongue={tongue} />
  );
}

type Entry = { act: Act | "fold" | "pickUp"; label: MessageKey; icon?: IconName; keys?: string; off?: boolean };

/** Every act of a card or group, so that nothing needs a drag or a key. */
function entriesFor(node: DraftNode, isRoot: boolean, inRoot: boolean): (Entry | null)[] {
  const group = isGroup(node);
  const own: Entry[] = [
    { act: "duplicate", label: "builder.act.duplicate", icon: "copy", keys: "Ctrl D" },
    { act: "copy", label: "builder.act.copy", keys: "Ctrl C" },
    { act: "cut", label: "builder.act.cut", keys: "Ctrl X" },
  ];
  const moves: Entry[] = [
    { act: "pickUp", label: "builder.act.pickUp", icon: "grip", keys: "Space" },
    { act: "up", label: "builder.act.up", icon: "arrow-up", keys: "Alt ↑" },
    { act: "down", label: "builder.act.down", icon: "arrow-down", keys: "Alt ↓" },
    { act: "in", label: "builder.act.in", keys: "Alt →" },
    { act: "out", label: "builder.act.out", keys: "Alt ←", off: inRoot },
  ];
  const paste: Entry = { act: "paste", label: "builder.act.paste", keys: "Ctrl V" };
  const wrap: Entry = { act: "wrap", label: "builder.act.wrap", keys: "Ctrl G" };
  const negate: Entry = { act: "negate", label: "builder.act.negate", keys: "N" };
  if (isRoot) return [paste, null, negate, wrap];
  const folds: Entry[] = group
    ? [{ act: "fold", label: node.collapsed ? "builder.act.unfold" : "builder.act.fold" }]
    : [];
  const dissolve: Entry[] = group ? [{ act: "dissolve", label: "builder.act.dissolve", keys: "Ctrl Shift G" }] : [];
  const mute: MessageKey = node.muted ? "builder.act.unmute" : "builder.act.mute";
  return [
    ...own,
    paste,
    null,
    { act: "mute", label: mute, icon: "eye-off", keys: "M" },
    negate,
    wrap,
    ...dissolve,
    ...folds,
    null,
    ...moves,
    null,
    { act: "remove", label: "builder.act.remove", icon: "trash", keys: "Delete" },
  ];
}

function ActMenu({ node, at, tongue }: { node: DraftNode; at?: { x: number; y: number } | undefined; tongue: Tongue }) {
  const words = useWords();
  const editor = useEditor();
  const list = useRef<HTMLUListElement>(null);
  const draft = useEditorState(draftOf);
  const inRoot = draft.root.of.some((part) => part.id === node.id);
  const entries = entriesFor(node, node.id === draft.root.id, inRoot);
  const close = (focus: boolean) => {
    editor.store.set({ menu: null });
    if (focus) editor.focus(node.id);
  };
  const choose = (entry: Entry) => {
    close(true);
    if (entry.act === "pickUp") pickUp(editor, tongue, node.id);
    else if (entry.act === "fold") {
      const shut = isGroup(node) && !node.collapsed;
      editor.edit((d) => setCollapsed(d, node.id, shut), "builder.step.fold", { follow: true });
    } else act(editor, tongue, node.id, entry.act);
  };
  return (
    <Popover
      role="menu"
      width="s"
      label={words.t("builder.menu", { name: nodeName(words, tongue.catalog, node) })}
      anchor={() => at ?? menuButton(node.id)}
      onClose={(_keep, by) => close(by === "key")}
    >
      {/* Its entries hold the focus; it only hears their arrows. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: see above */}
      <ul ref={list} onKeyDown={(event) => arrows(event, list.current)} role="presentation">
        {entries.map((entry, index) =>
          entry === null ? (
            // Dividers have no other name than their place.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={`divider-${index}`} className="divider" role="presentation" />
          ) : (
            <Fragment key={entry.act}>
              <li role="presentation" className={classes("entry", entry.act === "remove" && "danger")}>
                <button
                  type="button"
                  role="menuitem"
                  disabled={entry.off}
                  data-act={entry.act}
                  onClick={() => choose(entry)}
                >
                  {entry.icon ? <Icon name={entry.icon} size="s" /> : <span />}
                  <span>{words.t(entry.label)}</span>
                  <span className="num">{entry.keys && keyName(entry.keys)}</span>
                </button>
              </li>
            </Fragment>
          ),
        )}
      </ul>
    </Popover>
  );
}

/** On a Mac, Cmd takes Ctrl's place. */
function keyName(keys: string): string {
  return /Mac|iPhone|iPad/.test(navigator.platform)
    ? keys.replace("Ctrl", "⌘").replace("Shift", "⇧").replace("Alt", "⌥")
    : keys;
}

function arrows(event: KeyboardEvent, list: HTMLElement | null): void {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0 || !list) return;
  event.preventDefault();
  const buttons = [...list.querySelectorAll<HTMLElement>("button:not(:disabled)")];
  const at = buttons.indexOf(document.activeElement as HTMLElement);
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}

const KINDS: readonly GroupKind[] = ["all", "any", "none", "at_least"];

function KindMenu({ id }: { id: string }) {
  const words = useWords();
  const editor = useEditor();
  const list = useRef<HTMLUListElement>(null);
  const group = useEditorState((state) => findGroup(draftOf(state), id));
  if (!group) return null;
  const key = `${id} kind`;
  const button = () => kindButton(id);
  const close = (focus: boolean) => {
    editor.store.set(({ history }) => ({ menu: null, history: seal(history) }));
    if (focus) button()?.focus();
  };
  const choose = (kind: GroupKind, n?: number) =>
    editor.edit((draft) => setGroup(draft, id, kind, n), "builder.step.group", { key });
  return (
    <Popover label={words.t("builder.kind.label")} anchor={button} onClose={(_keep, by) => close(by === "key")}>
      <ul ref={list} onKeyDown={(event) => arrows(event, list.current)}>
        {KINDS.map((kind) => {
          const on = group.group === kind;
          return (
            <li key={kind} className={classes("entry", on && "at")}>
              <button
                type="button"
                aria-pressed={on}
                data-autofocus={on ? "" : undefined}
                data-testid={`kind-${kind}`}
                onClick={() => {
                  choose(kind);
                  if (kind !== "at_least") close(true);
                }}
              >
                <Icon name={groupIcon[kind]} size="s" className="acc" />
                <span>{kind === "at_least" ? words.t("builder.kind.at_least") : groupWords(words, kind, null)}</span>
                <span className="num">{words.t(`builder.kind.note.${kind}`)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {group.group === "at_least" && (
        <div className="pop-row">
          <span>{words.t("builder.kind.atLeastWord")}</span>
          <NumberInput
            whole
            min={1}
            label={words.t("builder.kind.n")}
            value={group.n ?? 1}
            onChange={(n) => n !== null && choose("at_least", n)}
          />
          <span>{words.t("builder.kind.of", { n: group.of.length })}</span>
        </div>
      )}
    </Popover>
  );
}
