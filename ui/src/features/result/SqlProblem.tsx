import { toAppError } from "../../api";
import { ErrorNote, Strip } from "../../components";
import { useWords } from "../../i18n";
import { named } from "./named";
import type { ResultPanelProps } from "./ResultPanel";

type SqlProblemProps = Pick<ResultPanelProps, "nameOf" | "nodeAt" | "onGoTo"> & {
  error: unknown;
  /** Its name as one reads it. */
  dialect: string;
  onRetry: () => void;
};

/** Why there is no statement: the dialect cannot say a condition, which is named, or something went wrong. */
export function SqlProblem({ error, dialect, onRetry, nameOf, nodeAt, onGoTo }: SqlProblemProps) {
  const words = useWords();
  const app = toAppError(error);
  if (app.code !== "rule") return <ErrorNote error={error} doing={words.t("result.sql.failed")} onRetry={onRetry} />;
  const id = app.path === null ? null : nodeAt(app.path);
  const goTo = id !== null && (
    <button type="button" className="note-btn warn" onClick={() => onGoTo(id)}>
      {words.t("result.goToIt")}
    </button>
  );
  return (
    <div className="error-note sql-cannot" data-testid="sql-cannot">
      <Strip action={goTo}>
        <span className="b">
          {id === null
            ? words.t("result.sql.cannot", { dialect })
            : words.rich("result.sql.cannotAt", { name: named(nameOf(id)), dialect })}
        </span>{" "}
        {reason(app.message, app.path)} {app.hint} {words.t("result.sql.cannotHint")}
      </Strip>
    </div>
  );
}

/** The message without the place it begins with: the condition is named already. */
function reason(message: string, path: string | null): string {
  const rest = path !== null && message.startsWith(`${path}: `) ? message.slice(path.length + 2) : message;
  return rest === "" || /[.!?…]$/.test(rest) ? rest : `${rest}.`;
}
