import { useDraggable } from "@dnd-kit/core";
import { memo } from "react";
import { classes, Icon, IconButton } from "../../../components";
import { useWords } from "../../../i18n";
import { type DraftNode, type GroupNode, isGroup } from "../../../rule-tree";
import { act } from "../state/actions";
import { useCatalog, useCounting, useEditor, useEditorState } from "../state/context";
import { groupIcon, groupWords, joinWord, nodeName } from "../wording/nodes";
import { Card } from "./Card";
import { DropPlace } from "./DropPlace";
import { dropIndexIn } from "./dropIndex";
import { NodeCount } from "./NodeCount";
import { useNodeHandlers } from "./useNodeHandlers";

/** A group: its kind and count in its head, its parts below. */
export const Group = memo(function Group({ node, depth }: { node: GroupNode; depth: number }) {
  const { id } = node;
  const muted = node.muted ?? false;
  const words = useWords();
  const catalog = useCatalog();
  const editor = useEditor();
  const report = useCounting((counting) => counting.nodes.get(id));
  const inFocus = useEditorState((state) => state.focus === id);
  const menuOpen = useEditorState((state) => state.menu?.id === id && state.menu.of === "node");
  const carriedBy = useEditorState(({ carried }) =>
    carried && !carried.isNew && carried.node.id === id ? carried.by : null,
  );
  const { setNodeRef, listeners } = useDraggable({ id, data: { node, isNew: false } });
  const handlers = useNodeHandlers(id);
  const picked = carriedBy === "keyboard";
  const leaving = carriedBy === "pointer";
  const failed = !muted && report?.state === "failed";

  return (
    // As a card: a stop of the arrow keys.
    <section
      {...handlers}
      {...listeners}
      ref={setNodeRef}
      className={classes("group", muted && "muted", leaving && "leaving", picked && "picked", failed && "failed")}
      aria-label={words.t(muted ? "builder.cardLabelMuted" : "builder.cardLabel", {
        name: nodeName(words, catalog, node),
      })}
      tabIndex={inFocus ? 0 : -1}
      data-node={id}
      data-testid={`group-${id}`}
      data-state={report?.state}
    >
      <header>
        <div className="row-x">
          <KindButton node={node} inReach={inFocus} />
          {picked ? (
            <span className="fine acc m">{words.t("builder.pickedUp")}</span>
          ) : (
            <GroupHint node={node} state={report?.state} message={report?.message ?? null} />
          )}
          <span className="grow" />
          {!carriedBy && (
            <span className={menuOpen ? "acts shown" : "acts"}>
              <IconButton
                size="s"
                icon="eye-off"
                label={words.t(muted ? "builder.act.unmute" : "builder.act.mute")}
                aria-pressed={muted}
                tabIndex={inFocus ? 0 : -1}
                onClick={() => act(editor, { words, catalog }, id, "mute")}
              />
              <IconButton
                size="s"
                icon="dots"
                label={words.t("builder.act.more")}
                aria-haspopup="menu"
                aria-expanded={menuOpen}
                tabIndex={inFocus ? 0 : -1}
                data-menu={id}
                data-testid={`more-${id}`}
                onClick={() => editor.store.set({ menu: menuOpen ? null : { id, of: "node" } })}
              />
            </span>
          )}
        </div>
        <NodeCount id={id} kind="group" muted={muted} report={report} />
      </header>
      {!node.collapsed && <Parts node={node} depth={depth} />}
    </section>
  );
});

/** The button that shows what kind of group it is and opens the choice of another. */
export function KindButton({ node, inReach }: { node: GroupNode; inReach: boolean }) {
  const words = useWords();
  const editor = useEditor();
  const isOpen = useEditorState((state) => state.menu?.id === node.id && state.menu.of === "kind");
  return (
    <button
      type="button"
      className="kind-btn"
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      tabIndex={inReach ? 0 : -1}
      data-kind={node.id}
      data-testid={`group-${node.id}-kind`}
      onClick={() => editor.store.set({ menu: isOpen ? null : { id: node.id, of: "kind" }, open: null })}
    >
      <Icon name={groupIcon[node.group]} size="s" className="glyph" />
      {node.group === "at_least"
        ? words.rich("builder.group.at_least", {
            n: <span className="acc">{words.number(node.n ?? 1)}</span>,
          })
        : groupWords(words, node.group, node.n)}
      <Icon name="chevron-down" size="xs" />
    </button>
  );
}

function GroupHint({ node, state, message }: { node: GroupNode; state: string | undefined; message: string | null }) {
  const words = useWords();
  if (node.muted) return <span className="fine cut">{words.t("builder.muted")}</span>;
  if (state === "failed") {
    return (
      <span className="fine danger cut" title={message ?? undefined}>
        <Icon name="alert" size="xs" /> {message}
      </span>
    );
  }
  if (node.collapsed) return <span className="fine cut">{words.t("builder.hint.folded", { n: node.of.length })}</span>;
  return <span className="fine cut">{words.t(`builder.hint.${node.group}`, { n: node.of.length })}</span>;
}

function Parts({ node, depth }: { node: GroupNode; depth: number }) {
  const words = useWords();
  const dropAt = useEditorState((state) => dropIndexIn(state.carried, node.id));
  if (node.of.length === 0) {
    return dropAt === null ? (
      <p className="group-empty fine">{words.t("builder.emptyGroup")}</p>
    ) : (
      <DropPlace group={node} index={0} centred />
    );
  }
  return (
    <ol>
      {node.of.map((part, index) => (
        <Row key={part.id} part={part} join={joinWord(words, node.group, index)} depth={depth}>
          {dropAt === index && <DropRow group={node} index={index} />}
        </Row>
      ))}
      {dropAt === node.of.length && (
        <li>
          <span className="join" />
          <DropPlace group={node} index={dropAt} />
        </li>
      )}
    </ol>
  );
}

const Row = memo(function Row({
  part,
  join,
  depth,
  children,
}: {
  part: DraftNode;
  join: string;
  depth: number;
  children: React.ReactNode;
}) {
  return (
    <>
      {children}
      <li>
        <span className="join">{join}</span>
        {isGroup(part) ? <Group node={part} depth={depth + 1} /> : <Card node={part} />}
      </li>
    </>
  );
});

function DropRow({ group, index }: { group: GroupNode; index: number }) {
  return (
    <li>
      <span className="join" />
      <DropPlace group={group} index={index} />
    </li>
  );
}
