import type { FilesDropped } from "../api";
import { Button, ErrorNote, useNotices } from "../components";
import { ImportsProvider } from "../features/data";
import { Start } from "../features/start";
import { useWords } from "../i18n";
import { DropOverlay } from "./DropOverlay";
import { ErrorBoundary } from "./ErrorBoundary";
import { Frame } from "./Frame";
import { useAppState, useOpening } from "./useWorkspace";

function FirstStart({ recent }: { recent: Parameters<typeof Start>[0]["recent"] }) {
  const words = useWords();
  const notify = useNotices();
  const opening = useOpening();
  const dropped = (drop: FilesDropped) => {
    if (drop.files.length > 0) void opening.importInto(drop.files);
    else notify(drop.problem?.message ?? words.t("import.dropFailed"), { danger: true });
  };
  return (
    <>
      <Start
        recent={recent}
        opening={opening.opening}
        error={opening.error}
        onSample={opening.openSample}
        onChooseFiles={opening.chooseAndImport}
        onRecent={opening.openRecent}
        onOther={opening.openOther}
      />
      <DropOverlay hint={words.t("app.dropHintStart")} onDrop={dropped} />
    </>
  );
}

function Window() {
  const words = useWords();
  const state = useAppState();
  if (state.data) {
    const { workspace, recent } = state.data;
    return workspace ? (
      <Frame key={workspace.name} workspace={workspace} recent={recent} />
    ) : (
      <FirstStart recent={recent} />
    );
  }
  if (state.isError) {
    return (
      <main className="page broken">
        <h1>{words.t("app.startFailed")}</h1>
        <ErrorNote error={state.error} doing={words.t("app.startFailed")} />
        <p>
          <Button look="primary" onClick={() => void state.refetch()}>
            {words.t("common.tryAgain")}
          </Button>
        </p>
      </main>
    );
  }
  return <main className="page" aria-busy="true" aria-label={words.t("common.loading")} />;
}

/** Muster's window. */
export function App() {
  return (
    <ErrorBoundary place="window">
      <ImportsProvider>
        <Window />
      </ImportsProvider>
    </ErrorBoundary>
  );
}
