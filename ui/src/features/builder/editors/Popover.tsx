import { useFocusTrap } from "@mantine/hooks";
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { classes } from "../../../components";

type PopoverProps = {
  /** The element it belongs to, looked up anew because a rendering may replace it; or a point. */
  anchor: () => Element | { x: number; y: number } | null;
  label: string;
  role?: "dialog" | "menu";
  width?: "s" | "m" | "l";
  /** Esc keeps nothing; Enter and a click elsewhere keep what was done. */
  onClose: (keep: boolean, by: "key" | "pointer") => void;
  children: ReactNode;
};

const GAP = 4;
const EDGE = 8;

/**
 * A small panel under a pill. It follows its pill, turns upwards where there is no room, keeps focus until it is closed
 * and gives it back. Drawn outside the canvas so that nothing cuts it off.
 */
export function Popover({ anchor, label, role = "dialog", width = "m", onClose, children }: PopoverProps) {
  const panel = useRef<HTMLDivElement | null>(null);
  const trap = useFocusTrap(true);
  const latest = useRef({ anchor, onClose });
  latest.current = { anchor, onClose };

  useLayoutEffect(() => {
    let frame = 0;
    let last = "";
    const follow = () => {
      const element = panel.current;
      const target = latest.current.anchor();
      if (element && target) {
        const { x, y } = placeNear(
          target instanceof Element ? target.getBoundingClientRect() : pointRect(target),
          element,
        );
        const next = `${x} ${y}`;
        if (next !== last) {
          last = next;
          element.style.setProperty("--x", `${x}px`);
          element.style.setProperty("--y", `${y}px`);
        }
      }
      frame = requestAnimationFrame(follow);
    };
    follow();
    return () => cancelAnimationFrame(frame);
  }, []);

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      const target = event.target as Element | null;
      if (panel.current?.contains(target) || target?.closest("[data-popover]")) return;
      const own = latest.current.anchor();
      // The pill's own click comes after this and would open it again.
      if (own instanceof Element && own.contains(target)) return;
      latest.current.onClose(true, "pointer");
    };
    document.addEventListener("pointerdown", outside, true);
    return () => document.removeEventListener("pointerdown", outside, true);
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    // What is typed here is not for the canvas, although React hands it on to it.
    const typing = (event.target as Element).closest("input, select") !== null;
    const ownKeys = typing && /^[acvxyz]$/i.test(event.key);
    if (ownKeys || !(event.ctrlKey || event.metaKey)) event.stopPropagation();
    if (event.defaultPrevented) return;
    if (event.key === "Escape") {
      event.preventDefault();
      onClose(false, "key");
    } else if (event.key === "Enter" && !(event.target as Element).closest("button")) {
      event.preventDefault();
      onClose(true, "key");
    }
  };

  return createPortal(
    // Keys and pointers are heard here only to keep them from the canvas below; its role is a dialog's or a menu's.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: see above
    <div
      ref={(element) => {
        panel.current = element;
        trap(element);
      }}
      className={classes("menu", "pop", `pop-${width}`)}
      data-popover=""
      role={role}
      aria-label={label}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={(event) => event.stopPropagation()}
      onFocus={(event) => event.stopPropagation()}
    >
      {children}
    </div>,
    document.body,
  );
}

function pointRect({ x, y }: { x: number; y: number }): DOMRect {
  return new DOMRect(x, y - GAP, 0, 0);
}

function placeNear(target: DOMRect, panel: HTMLElement): { x: number; y: number } {
  const { offsetWidth: width, offsetHeight: height } = panel;
  const { innerWidth, innerHeight } = window;
  const rtl = document.documentElement.dir === "rtl";
  const wanted = rtl ? target.right - width : target.left;
  const x = Math.max(EDGE, Math.min(wanted, innerWidth - width - EDGE));
  const below = target.bottom + GAP;
  const above = target.top - GAP - height;
  const y = below + height <= innerHeight - EDGE || above < EDGE ? below : above;
  return { x: Math.round(x), y: Math.round(Math.max(EDGE, Math.min(y, innerHeight - height - EDGE))) };
}
