import type { MouseEvent, ReactNode } from "react";
import type { RecentWorkspace, WorkspaceInfo } from "../api";
import { addressOf, Icon, type IconName, Mark, Menu, type MenuEntry, type Route, useNavigation } from "../components";
import { useWords } from "../i18n";
import { keyName } from "./useKeys";
import type { useOpening } from "./useWorkspace";

type RoomProps = { icon: IconName; label: string; to: Route; current: boolean; slim: boolean; note?: ReactNode };

function Room({ icon, label, to, current, slim, note }: RoomProps) {
  const { go } = useNavigation();
  const follow = (event: MouseEvent) => {
    event.preventDefault();
    void go(to);
  };
  return (
    <a
      href={addressOf(to)}
      onClick={follow}
      aria-current={current ? "page" : undefined}
      aria-label={slim ? label : undefined}
      title={slim ? label : undefined}
    >
      <Icon name={icon} />
      {!slim && (
        <>
          <span className="cut">{label}</span>
          {note !== undefined && <span className="num">{note}</span>}
        </>
      )}
    </a>
  );
}

type SidebarProps = {
  workspace: WorkspaceInfo;
  recent: RecentWorkspace[];
  opening: ReturnType<typeof useOpening>;
  slim: boolean;
  onToggle: () => void;
  onFind: () => void;
};

/** The rooms that exist, the workspace they belong to, and the way to find anything. */
export function Sidebar({ workspace, recent, opening, slim, onToggle, onFind }: SidebarProps) {
  const words = useWords();
  const { route } = useNavigation();
  const now = Date.now();
  const entries: MenuEntry[] = [
    ...(recent.length > 0 ? [{ id: "recent", heading: words.t("app.recent") }] : []),
    ...recent.map((one) => ({
      id: `recent-${one.handle}`,
      label: <span className="cut">{one.name}</span>,
      icon: "file" as const,
      note: words.ago(one.opened_at, now),
      onSelect: () => void opening.openRecent(one.handle),
    })),
    ...(recent.length > 0 ? [{ id: "line", divider: true as const }] : []),
    { id: "new", label: words.t("app.newWorkspace"), icon: "plus", onSelect: () => void opening.newWorkspace() },
    { id: "open", label: words.t("app.openOther"), icon: "folder", onSelect: () => void opening.openOther() },
    { id: "sample", label: words.t("app.openSample"), icon: "sparkles", onSelect: () => void opening.openSample() },
  ];
  const find = words.t("app.find");
  const toggle = words.t(slim ? "app.showSidebar" : "app.hideSidebar");

  const findButton = (
    <button
      type="button"
      className="go"
      onClick={onFind}
      aria-label={slim ? find : undefined}
      title={slim ? find : undefined}
    >
      <Icon name="search" />
      {!slim && (
        <>
          <span className="cut">{find}</span>
          <span className="num">
            <kbd>{keyName("Ctrl K")}</kbd>
          </span>
        </>
      )}
    </button>
  );

  return (
    <nav className="side" aria-label={words.t("app.nav")}>
      <Menu
        width={280}
        entries={entries}
        target={
          <button
            type="button"
            className="ws"
            aria-label={words.t("app.workspace", { name: workspace.name })}
            title={workspace.name}
            aria-busy={opening.opening !== null || undefined}
          >
            <Mark />
            {!slim && (
              <>
                <span className="grow cut">{workspace.name}</span>
                <Icon name="selector" size="s" className="t3" />
              </>
            )}
          </button>
        }
      />
      <Room
        icon="segment"
        label={words.t("app.segments")}
        to={{ at: "segments" }}
        current={route.at === "segments" || route.at === "segment"}
        slim={slim}
        note={words.number(workspace.segments)}
      />
      <Room
        icon="database"
        label={words.t("app.data")}
        to={{ at: "data" }}
        current={route.at === "data" || route.at === "import"}
        slim={slim}
        note={words.t("app.dataCount", { n: workspace.people })}
      />
      <div className="foot side-foot">
        {slim && findButton}
        <button
          type="button"
          className="go"
          onClick={onToggle}
          aria-label={slim ? toggle : undefined}
          title={slim ? toggle : undefined}
        >
          <Icon name="panel" />
          {!slim && <span className="cut">{toggle}</span>}
        </button>
        {!slim && findButton}
      </div>
    </nav>
  );
}
