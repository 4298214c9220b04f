import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { useWords } from "../i18n";
import { IconButton } from "./Button";
import { Icon } from "./Icon";

type Notice = { id: number; text: ReactNode; undo?: () => void; danger?: boolean };

type Notify = (text: ReactNode, options?: { undo?: () => void; danger?: boolean }) => void;

const NoticesContext = createContext<Notify | null>(null);

/** Long enough to read it and reach Undo; it stays while the pointer or focus is on it. */
const SHOWN_MS = 8000;

/** Short notes at the window's foot: something was done, and how to undo it. */
export function Notices({ children }: { children: ReactNode }) {
  const words = useWords();
  const [shown, setShown] = useState<Notice | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const next = useRef(1);

  const hide = useCallback(() => setShown(null), []);
  const hold = useCallback(() => window.clearTimeout(timer.current), []);
  const release = useCallback(() => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(hide, SHOWN_MS);
  }, [hide]);

  const notify = useCallback<Notify>(
    (text, options = {}) => {
      setShown({ id: next.current, text, ...options });
      next.current += 1;
      release();
    },
    [release],
  );

  const undo = useMemo(
    () =>
      shown?.undo &&
      (() => {
        hide();
        shown.undo?.();
      }),
    [shown, hide],
  );

  return (
    <NoticesContext value={notify}>
      {children}
      <section className="notices" aria-live="polite" aria-label={words.t("common.notices")}>
        {shown && (
          // Holding it back while it is read is a comfort for the pointer; focus does the same.
          // biome-ignore lint/a11y/noStaticElementInteractions: see above
          <div
            key={shown.id}
            className="notice"
            onMouseEnter={hold}
            onMouseLeave={release}
            onFocus={hold}
            onBlur={release}
          >
            <Icon name={shown.danger ? "alert" : "check"} size="s" className={shown.danger ? "danger" : "acc"} />
            <span className="grow">{shown.text}</span>
            {undo && (
              <button type="button" className="note-btn" onClick={undo}>
                {words.t("common.undo")}
              </button>
            )}
            <IconButton icon="x" size="s" label={words.t("common.dismiss")} onClick={hide} />
          </div>
        )}
      </section>
    </NoticesContext>
  );
}

/** Says that something was done. */
export function useNotices(): Notify {
  const notify = useContext(NoticesContext);
  if (!notify) throw new Error("useNotices needs Notices above it");
  return notify;
}
