import { type ReactNode, useState } from "react";
import { toAppError } from "../api";
import { useWords } from "../i18n";
import { Button } from "./Button";
import { Strip } from "./Strip";

type ErrorNoteProps = {
  /** Whatever was thrown. */
  error: unknown;
  /** What was being done, for errors that do not say it themselves. */
  doing?: string;
  onRetry?: () => void;
  action?: ReactNode;
};

/** What happened, what was kept, what to do; the cause is one click away. */
export function ErrorNote({ error, doing, onRetry, action }: ErrorNoteProps) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const app = toAppError(error);
  const message = app.message || [doing ?? words.t("error.unknown"), words.t("error.kept")].join(" ");
  return (
    <div className="error-note">
      <Strip
        look="danger"
        action={
          <>
            {app.detail && (
              <Button size="s" look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
                {words.t("common.details")}
              </Button>
            )}
            {onRetry && (
              <Button size="s" onClick={onRetry}>
                {words.t("common.tryAgain")}
              </Button>
            )}
            {action}
          </>
        }
      >
        {message} {app.hint}
      </Strip>
      {open && <pre className="error-detail">{app.detail}</pre>}
    </div>
  );
}
