import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type DragStartEvent,
  PointerSensor,
  type PointerSensorOptions,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { type PointerEvent, type ReactNode, type RefObject, useEffect, useMemo, useRef } from "react";
import { Icon } from "../../../components";
import { useWords } from "../../../i18n";
import { type DraftNode, isGroup } from "../../../rule-tree";
import { drop, type Tongue } from "../state/actions";
import { useCatalog, useCounting, useEditor, useEditorState } from "../state/context";
import { draftOf, type Editor } from "../state/editor";
import { cardIcon } from "../wording/catalog";
import { groupIcon, nodeName } from "../wording/nodes";
import { PlainSentence } from "./CardSentence";
import { type Boxes, placeUnder } from "./geometry";
import { NodeCount } from "./NodeCount";

/** A drag starts on what is drawn in the dragged thing itself, not in a panel above it, and not while typing. */
class CardSensor extends PointerSensor {
  static override activators = [
    {
      eventName: "onPointerDown" as const,
      handler: ({ nativeEvent: event, currentTarget }: PointerEvent, { onActivation }: PointerSensorOptions) => {
        const target = event.target as Element | null;
        if (!event.isPrimary || event.button !== 0 || !target) return false;
        if (currentTarget instanceof Element && !currentTarget.contains(target)) return false;
        if (target.closest("input, select, textarea, [data-popover]")) return false;
        onActivation?.({ event });
        return true;
      },
    },
  ];
}

/** One object for good: another one would make every card render again. */
const SENSOR_OPTIONS = { activationConstraint: { distance: 4 } };

const NO_ANNOUNCEMENTS = {
  announcements: {
    onDragStart: () => undefined,
    onDragOver: () => undefined,
    onDragEnd: () => undefined,
    onDragCancel: () => undefined,
  },
  screenReaderInstructions: { draggable: "" },
};

/** Dragging by pointer, from the palette and on the canvas. */
export function DragLayer({
  canvas,
  tongue,
  children,
}: {
  canvas: RefObject<HTMLElement | null>;
  tongue: Tongue;
  children: ReactNode;
}) {
  const editor = useEditor();
  const words = useWords();
  const sensors = useSensors(useSensor(CardSensor, SENSOR_OPTIONS));
  const tracking = useRef<(() => void) | null>(null);
  useEffect(() => () => tracking.current?.(), []);

  const end = () => {
    tracking.current?.();
    tracking.current = null;
  };
  const start = ({ active, activatorEvent }: DragStartEvent) => {
    const { node, isNew } = active.data.current as { node: DraftNode; isNew: boolean };
    editor.closePill(true);
    editor.store.set({ menu: null, carried: { node, isNew, by: "pointer", drop: null, place: null } });
    tracking.current = track(editor, canvas, activatorEvent as unknown as globalThis.PointerEvent);
  };

  return (
    <DndContext
      sensors={sensors}
      autoScroll={false}
      accessibility={NO_ANNOUNCEMENTS}
      onDragStart={start}
      onDragEnd={(_event: DragEndEvent) => {
        end();
        drop(editor, tongue);
      }}
      onDragCancel={() => {
        end();
        editor.store.set({ carried: null });
        editor.say(words.t("builder.said.putBack"));
      }}
    >
      {children}
      <DragOverlay dropAnimation={null} className="drag-overlay">
        <InTheHand />
      </DragOverlay>
    </DndContext>
  );
}

/** The thing in the hand keeps its sentence and its count. */
function InTheHand() {
  const words = useWords();
  const catalog = useCatalog();
  const carried = useEditorState((state) => state.carried);
  const report = useCounting((counting) => (carried ? counting.nodes.get(carried.node.id) : undefined));
  const icon = useMemo(() => {
    if (!carried) return "grip";
    return isGroup(carried.node) ? groupIcon[carried.node.group] : cardIcon(catalog, carried.node.card);
  }, [carried, catalog]);
  if (carried?.by !== "pointer") return null;
  const { node } = carried;
  return (
    <article className="card in-hand" aria-hidden="true" data-testid="in-hand">
      <span className="kind">
        <Icon name={icon} />
      </span>
      {isGroup(node) ? (
        <div className="say">
          <b className="m">{nodeName(words, catalog, node)}</b>
        </div>
      ) : (
        <PlainSentence card={node.card} />
      )}
      {carried.isNew ? <span /> : <NodeCount id={node.id} kind="card" muted={node.muted ?? false} report={report} />}
    </article>
  );
}

const SCROLL_ZONE = 44;
const SCROLL_STEP = 12;

/** Follows the pointer from the start of a drag to its end; answers what ends it. */
function track(
  editor: Editor,
  canvas: RefObject<HTMLElement | null>,
  start: { clientX: number; clientY: number },
): () => void {
  const boxes = measure(canvas.current);
  let at = { x: start.clientX, y: start.clientY };
  let frame = 0;

  const place = () => {
    const element = canvas.current;
    const { carried } = editor.store.get();
    if (!element || !carried) return;
    const area = element.getBoundingClientRect();
    const inside = at.x >= area.left && at.x <= area.right && at.y >= area.top && at.y <= area.bottom;
    const draft = draftOf(editor.store.get());
    const next = inside
      ? placeUnder(
          draft,
          boxes,
          at.x - area.left + element.scrollLeft,
          at.y - area.top + element.scrollTop,
          carried.isNew ? null : carried.node.id,
        )
      : null;
    if (JSON.stringify(next) !== JSON.stringify(carried.drop))
      editor.store.set({ carried: { ...carried, drop: next } });
  };
  const move = (event: globalThis.PointerEvent) => {
    at = { x: event.clientX, y: event.clientY };
    place();
  };
  const scroll = () => {
    const element = canvas.current;
    if (element) {
      const area = element.getBoundingClientRect();
      const inside = at.x >= area.left && at.x <= area.right;
      const before = element.scrollTop;
      if (inside && at.y < area.top + SCROLL_ZONE) element.scrollTop -= SCROLL_STEP;
      if (inside && at.y > area.bottom - SCROLL_ZONE) element.scrollTop += SCROLL_STEP;
      if (element.scrollTop !== before) place();
    }
    frame = requestAnimationFrame(scroll);
  };
  document.addEventListener("pointermove", move, true);
  frame = requestAnimationFrame(scroll);
  return () => {
    document.removeEventListener("pointermove", move, true);
    cancelAnimationFrame(frame);
  };
}

/** Where every card and group stands, from the top of the canvas's content. */
function measure(canvas: HTMLElement | null): Boxes {
  const boxes = new Map();
  if (!canvas) return boxes;
  const area = canvas.getBoundingClientRect();
  for (const element of canvas.querySelectorAll<HTMLElement>("[data-node]")) {
    const box = element.getBoundingClientRect();
    const x = canvas.scrollLeft - area.left;
    const y = canvas.scrollTop - area.top;
    boxes.set(element.dataset.node, {
      left: box.left + x,
      right: box.right + x,
      top: box.top + y,
      bottom: box.bottom + y,
    });
  }
  return boxes;
}
