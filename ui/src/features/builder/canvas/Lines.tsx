import { Fragment, memo } from "react";
import { useWords } from "../../../i18n";
import { type DraftNode, type GroupNode, isGroup } from "../../../rule-tree";
import { useCatalog, useCounting, useEditorState } from "../state/context";
import { joinWord, nodeName } from "../wording/nodes";
import { Card } from "./Card";
import { DropPlace } from "./DropPlace";
import { dropIndexIn } from "./dropIndex";
import { Group, KindButton } from "./Group";
import { Narrow } from "./NodeCount";
import { useNodeHandlers } from "./useNodeHandlers";

/** The head of the canvas: what kind the whole rule is, what is on its way, the names of the two number columns. */
export function CanvasHead({ root }: { root: GroupNode }) {
  const words = useWords();
  const catalog = useCatalog();
  const inFocus = useEditorState((state) => state.focus === root.id);
  const carried = useEditorState((state) => state.carried);
  const handlers = useNodeHandlers(root.id);
  return (
    // The root is a stop of the arrow keys like every other group.
    // biome-ignore lint/a11y/useSemanticElements: it is the head of the rule, not a fieldset of a form
    <div
      {...handlers}
      className="line canvas-head"
      role="group"
      aria-label={words.t("builder.rootLabel", { name: nodeName(words, catalog, root) })}
      tabIndex={inFocus ? 0 : -1}
      data-node={root.id}
      data-testid={`group-${root.id}`}
    >
      <span />
      <div className="kind-line">
        <div className="row-x">
          <KindButton node={root} inReach={inFocus} />
          <span className="fine cut">
            {carried
              ? words.rich(carried.isNew ? "builder.adding" : "builder.moving", {
                  name: <b className="m acc">{nodeName(words, catalog, carried.node)}</b>,
                })
              : root.of.length > 0 && words.t(`builder.hint.${root.group}`, { n: root.of.length })}
          </span>
        </div>
        <div className="cols">{words.t("builder.column.own")}</div>
      </div>
      <div className="cols">{root.group === "all" && words.t("builder.column.narrows")}</div>
    </div>
  );
}

/** The parts of the root, each with its number column beside it. */
export function Lines({ root }: { root: GroupNode }) {
  const words = useWords();
  const nodes = useCounting((counting) => counting.nodes);
  const everyone = useCounting((counting) => counting.report?.everyone ?? 0);
  const dropAt = useEditorState((state) => dropIndexIn(state.carried, root.id));
  let left = everyone;
  return (
    <ol className="lines">
      {root.of.map((part, index) => {
        const was = left;
        left = nodes.get(part.id)?.narrows_to ?? left;
        return (
          <Fragment key={part.id}>
            {dropAt === index && <DropLine root={root} index={index} />}
            <Line part={part} join={joinWord(words, root.group, index)} was={root.group === "all" ? was : null} />
          </Fragment>
        );
      })}
      {dropAt !== null && dropAt >= root.of.length && root.of.length > 0 && <DropLine root={root} index={dropAt} />}
    </ol>
  );
}

const Line = memo(function Line({ part, join, was }: { part: DraftNode; join: string; was: number | null }) {
  const report = useCounting((counting) => counting.nodes.get(part.id));
  return (
    <li className="line">
      <span className="join">{join}</span>
      {isGroup(part) ? <Group node={part} depth={1} /> : <Card node={part} />}
      {was === null ? <div className="narrow" /> : <Narrow report={report} was={was} />}
    </li>
  );
});

function DropLine({ root, index }: { root: GroupNode; index: number }) {
  return (
    <li className="line">
      <span className="join" />
      <DropPlace group={root} index={index} />
    </li>
  );
}

/** Nothing on the canvas yet: everyone, and the next step. */
export function EmptyCanvas({ root }: { root: GroupNode }) {
  const words = useWords();
  const catalog = useCatalog();
  const everyone = useCounting((counting) => counting.report?.everyone ?? null);
  const dropAt = useEditorState((state) => dropIndexIn(state.carried, root.id));
  return (
    <div className="line">
      <span className="join" />
      {dropAt === null ? (
        <div className="tile empty-canvas">
          <p className="b">{words.t("builder.empty.everyone", { n: everyone ?? catalog?.everyone ?? 0 })}</p>
          <p className="t2">{words.rich("builder.empty.hint", { key: <kbd>/</kbd> })}</p>
        </div>
      ) : (
        <DropPlace group={root} index={0} />
      )}
    </div>
  );
}
