import { Component, type ReactNode } from "react";
import { Button, ErrorNote } from "../components";
import { useWords } from "../i18n";

function Broken({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const words = useWords();
  return (
    <main className="page broken">
      <h1>{words.t("error.screen")}</h1>
      <p className="t2">{words.t("error.screenHint")}</p>
      <ErrorNote error={error} doing={words.t("error.screen")} />
      <p>
        <Button look="primary" onClick={onAgain}>
          {words.t("error.openAgain")}
        </Button>
      </p>
    </main>
  );
}

type Props = { children: ReactNode /** A new place gives a broken screen another chance. */; place: string };

/** Keeps one broken screen from taking the window with it. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate(before: Props) {
    if (before.place !== this.props.place && this.state.error !== null) this.setState({ error: null });
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return <Broken error={this.state.error} onAgain={() => this.setState({ error: null })} />;
  }
}
