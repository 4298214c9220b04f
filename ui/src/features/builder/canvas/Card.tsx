import { useDraggable } from "@dnd-kit/core";
import { memo } from "react";
import { classes, Icon, IconButton } from "../../../components";
import { useWords } from "../../../i18n";
import type { CardNode } from "../../../rule-tree";
import { groupWithin, parentOf } from "../../../rule-tree";
import { act } from "../state/actions";
import { useCatalog, useCounting, useEditor, useEditorState } from "../state/context";
import { draftOf } from "../state/editor";
import { cardIcon } from "../wording/catalog";
import { hasEditors } from "../wording/editable";
import { groupWords, nodeName } from "../wording/nodes";
import { CardSentence, PlainSentence, ToldSentence } from "./CardSentence";
import { NodeCount } from "./NodeCount";
import { Notes } from "./Notes";
import { useNodeHandlers } from "./useNodeHandlers";

/** A condition: its sentence on the left, its count on the right. */
export const Card = memo(function Card({ node }: { node: CardNode }) {
  const { id, card } = node;
  const muted = node.muted ?? false;
  const words = useWords();
  const catalog = useCatalog();
  const editor = useEditor();
  const report = useCounting((counting) => counting.nodes.get(id));
  const told = !hasEditors(card);
  // Its sentence comes with the count, also where everything else of the report is as before.
  useCounting(({ about, nodes }) => (told && about.get(id) === node ? nodes.get(id)?.sentence : null));
  const inFocus = useEditorState((state) => state.focus === id);
  const open = useEditorState((state) => (state.open?.id === id ? state.open.pill : null));
  const menuOpen = useEditorState((state) => state.menu?.id === id);
  const carriedBy = useEditorState(({ carried }) =>
    carried && !carried.isNew && carried.node.id === id ? carried.by : null,
  );
  const onto = useEditorState(({ carried }) =>
    carried?.drop && "onto" in carried.drop && carried.drop.onto === id ? carried.node : null,
  );
  const ontoKind = useEditorState((state) => (onto ? groupWithin(parentOf(draftOf(state), id)?.group) : null));
  const { setNodeRef, listeners } = useDraggable({ id, data: { node, isNew: false } });
  const handlers = useNodeHandlers(id);
  const name = nodeName(words, catalog, node);
  const picked = carriedBy === "keyboard";
  const leaving = carriedBy === "pointer";
  const state = muted ? "muted" : report?.state === "incomplete" || report?.state === "failed" ? report.state : null;

  return (
    // A card is a stop of the arrow keys and is picked up with Space; what is in it stays reachable by itself.
    <article
      {...handlers}
      {...listeners}
      ref={setNodeRef}
      className={classes("card", told && "tells", state, leaving && "leaving", picked && "picked", onto && "onto")}
      aria-label={words.t(muted ? "builder.cardLabelMuted" : "builder.cardLabel", { name })}
      tabIndex={inFocus ? 0 : -1}
      data-node={id}
      data-testid={`card-${id}`}
      data-state={report?.state}
    >
      <span className="kind">
        <Icon name={picked ? "grip" : cardIcon(catalog, card)} className="sign" />
        <Icon name="grip" className="handle" />
      </span>
      <div>
        {leaving ? (
          <PlainSentence card={card} />
        ) : told ? (
          <ToldSentence id={id} card={card} />
        ) : (
          <CardSentence id={id} card={card} open={open} inReach={inFocus} />
        )}
        {onto && ontoKind ? (
          <p className="fine">
            <span className="acc m">
              {words.t("builder.drop.onto", {
                group: groupWords(words, ontoKind, 1),
                name: nodeName(words, catalog, onto),
              })}
            </span>
          </p>
        ) : picked ? (
          <p className="fine">
            <span className="acc m">{words.t("builder.pickedUp")}</span>
          </p>
        ) : (
          !leaving && <Notes node={node} report={report} />
        )}
      </div>
      <NodeCount id={id} kind="card" muted={muted} report={report} />
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
            icon="copy"
            label={words.t("builder.act.duplicate")}
            tabIndex={inFocus ? 0 : -1}
            onClick={() => act(editor, { words, catalog }, id, "duplicate")}
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
    </article>
  );
});
