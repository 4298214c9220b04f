import { act, screen } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { createTwin, failure, savedSegments, type Twin } from "../api/twin";
import { App } from "../app/App";
import { ExportDialog } from "../features/export";
import { LONG_NAME, longFiles, longSegments } from "./long";
import { tablesScenarios } from "./tablesScenarios";

export type Scenario = {
  name: string;
  /** The world behind the screen. */
  twin: () => Twin;
  /** What is rendered; the whole app if left out. */
  screen?: () => ReactNode;
  /** The place it opens at. */
  at?: string;
  /** What the person does to get there. */
  reach?: (user: UserEvent, twin: Twin) => Promise<unknown>;
  /** Something that is on the screen once it stands. */
  shows: () => Promise<unknown>;
};

const busy = () => failure("busy", "The workspace file is in use by another program.", "Close it there and try again.");
const noop = () => {};

const sample = () => createTwin({ workspace: "sample" });
const empty = () => createTwin({ workspace: "empty" });

function failing(method: Parameters<Twin["fail"]>[0], workspace: "sample" | null = "sample"): () => Twin {
  return () => {
    const twin = createTwin({ workspace });
    twin.fail(method, busy());
    return twin;
  };
}

function waiting(method: Parameters<Twin["hold"]>[0], workspace: "sample" | null = "sample"): () => Twin {
  return () => {
    const twin = createTwin({ workspace });
    twin.hold(method);
    return twin;
  };
}

const choose = async (user: UserEvent) => user.click(await screen.findByRole("button", { name: "Choose files" }));
const runFirst = async (user: UserEvent) => {
  await choose(user);
  await user.click(await screen.findByRole("button", { name: "Import 2,185 rows" }));
};

const draft = savedSegments()[0]?.draft ?? "";
const exporting =
  (props: { unfinished?: number; name?: string } = {}) =>
  () => (
    <ExportDialog
      draft={draft}
      name={props.name ?? "Hesitant power users"}
      people={606}
      unfinished={props.unfinished ?? 0}
      onMuteUnfinished={noop}
      onClose={noop}
    />
  );
const startExport = async (user: UserEvent) =>
  user.click(await screen.findByRole("button", { name: "Export 606 people" }));

/** Every screen in every state it can be in. */
export const scenarios: Scenario[] = [
  {
    name: "first start",
    twin: () => createTwin({ workspace: null }),
    shows: () => screen.findByRole("heading", { name: "Who do you want to reach?" }),
  },
  {
    name: "first start, nothing opened before",
    twin: () => createTwin({ workspace: null, recent: [] }),
    shows: () => screen.findByRole("button", { name: "Other file…" }),
  },
  {
    name: "first start, long names",
    twin: () =>
      createTwin({ workspace: null, recent: [{ handle: 1, name: LONG_NAME, opened_at: "2026-11-01T08:00:00Z" }] }),
    shows: () => screen.findByText(LONG_NAME),
  },
  {
    name: "first start, opening the sample",
    twin: waiting("openSample", null),
    reach: async (user) => user.click(await screen.findByRole("button", { name: /Open the sample workspace/ })),
    shows: () => screen.findByText("Opening the sample workspace…"),
  },
  {
    name: "first start, the sample cannot be opened",
    twin: failing("openSample", null),
    reach: async (user) => user.click(await screen.findByRole("button", { name: /Open the sample workspace/ })),
    shows: () => screen.findByRole("alert"),
  },
  {
    name: "first start, files over the window",
    twin: () => createTwin({ workspace: null }),
    reach: async (_, twin) => {
      await screen.findByRole("heading", { name: "Who do you want to reach?" });
      act(() => twin.hover(2));
    },
    shows: () => screen.findByText("Drop 2 files to import them"),
  },
  {
    name: "Muster cannot start",
    twin: failing("state"),
    shows: () => screen.findByText("Muster could not start."),
  },
  { name: "segments", twin: sample, shows: () => screen.findByText("606") },
  {
    name: "segments, archived",
    twin: sample,
    reach: async (user) => user.click(await screen.findByRole("button", { name: "Archived 1" })),
    shows: () => screen.findByText("Spring trial"),
  },
  {
    name: "segments, nothing found",
    twin: sample,
    reach: async (user) => user.type(await screen.findByRole("textbox", { name: "Search segments" }), "zzz"),
    shows: () => screen.findByText("No segment says “zzz”"),
  },
  {
    name: "segments, none yet",
    twin: () => createTwin({ workspace: "sample", segments: [] }),
    shows: () => screen.findByText("No segments yet"),
  },
  {
    name: "segments, nobody yet",
    twin: empty,
    shows: () => screen.findByText("There is nobody in this workspace yet"),
  },
  {
    name: "segments, loading",
    twin: waiting("segments"),
    shows: () => screen.findByRole("heading", { name: "Segments" }),
  },
  { name: "segments, counting", twin: waiting("countSegment"), shows: () => screen.findByText("Hesitant power users") },
  { name: "segments, cannot be read", twin: failing("segments"), shows: () => screen.findByRole("alert") },
  {
    name: "segments, cannot be counted",
    twin: failing("countSegment"),
    shows: async () => screen.findAllByRole("button", { name: /could not be counted/ }),
  },
  {
    name: "segments, long names",
    twin: () => createTwin({ workspace: "sample", segments: longSegments() }),
    shows: () => screen.findByText(`${LONG_NAME} 0`),
  },
  {
    name: "segments, menu of one",
    twin: sample,
    reach: async (user) => user.click(await screen.findByRole("button", { name: "More for A but never B" })),
    shows: () => screen.findByRole("menuitem", { name: "Rename" }),
  },
  {
    name: "segments, renaming",
    twin: sample,
    reach: async (user) => {
      await user.click(await screen.findByRole("button", { name: "More for A but never B" }));
      await user.click(await screen.findByRole("menuitem", { name: "Rename" }));
    },
    shows: () => screen.findByRole("textbox", { name: "New name of A but never B" }),
  },
  {
    name: "segments, deleting",
    twin: sample,
    reach: async (user) => {
      await user.click(await screen.findByRole("button", { name: "More for A but never B" }));
      await user.click(await screen.findByRole("menuitem", { name: "Delete…" }));
    },
    shows: () => screen.findByRole("dialog", { name: "Delete “A but never B” for good?" }),
  },
  {
    name: "workspaces",
    twin: sample,
    reach: async (user) => user.click(await screen.findByRole("button", { name: "Workspace Harborlight" })),
    shows: () => screen.findByRole("menuitem", { name: "New workspace…" }),
  },
  {
    name: "sidebar hidden",
    twin: sample,
    reach: async (user) => user.click(await screen.findByRole("button", { name: "Hide sidebar" })),
    shows: () => screen.findByRole("button", { name: "Show sidebar" }),
  },
  {
    name: "find anything",
    twin: sample,
    reach: async (user) => {
      await screen.findByText("A but never B");
      await user.keyboard("{Control>}k{/Control}");
    },
    shows: () => screen.findByRole("option", { name: /Pricing but no trial/ }),
  },
  {
    name: "find anything, nothing found",
    twin: sample,
    reach: async (user) => {
      await screen.findByText("A but never B");
      await user.keyboard("{Control>}k{/Control}");
      await user.type(await screen.findByRole("combobox"), "zzz");
    },
    shows: () => screen.findByText("Nothing called “zzz”."),
  },
  {
    name: "keyboard shortcuts",
    twin: sample,
    reach: async (user) => {
      await screen.findByText("A but never B");
      await user.keyboard("?");
    },
    shows: () => screen.findByRole("dialog", { name: "Keyboard shortcuts" }),
  },
  {
    name: "data, nothing imported",
    twin: sample,
    at: "#/data",
    shows: () => screen.findByText("Nothing has been imported yet"),
  },
  {
    name: "data",
    twin: () =>
      createTwin({
        workspace: "sample",
        imports: [
          {
            name: "events.csv",
            kind: { of: "events" },
            at: "2026-11-18T10:00:00Z",
            read: 10,
            added: 7,
            updated: 0,
            duplicates: 2,
            rejected: 1,
            unknown: 0,
          },
          {
            name: LONG_NAME,
            kind: { of: "users" },
            at: "2026-11-17T10:00:00Z",
            read: 5,
            added: 5,
            updated: 0,
            duplicates: 0,
            rejected: 0,
            unknown: 0,
          },
        ],
      }),
    at: "#/data",
    shows: () => screen.findByText("events.csv"),
  },
  {
    name: "data, loading",
    twin: waiting("imports"),
    at: "#/data",
    shows: () => screen.findByRole("heading", { name: "Data" }),
  },
  { name: "data, cannot be read", twin: failing("imports"), at: "#/data", shows: () => screen.findByRole("alert") },
  ...tablesScenarios,
  { name: "import, no file yet", twin: sample, at: "#/data/import", shows: () => screen.findByText("Which files?") },
  {
    name: "import, reading",
    twin: waiting("importPreview"),
    at: "#/data/import",
    reach: choose,
    shows: () => screen.findByText("Reading subscriptions_2026-11-18.csv…"),
  },
  {
    name: "import, cannot be read",
    twin: failing("importPreview"),
    at: "#/data/import",
    reach: choose,
    shows: () => screen.findByRole("alert"),
  },
  {
    name: "import, dry run going on",
    twin: waiting("importRun"),
    at: "#/data/import",
    reach: choose,
    shows: () => screen.findByText("marta.nowak@example.com"),
  },
  {
    name: "import, dry run failed",
    twin: failing("importRun"),
    at: "#/data/import",
    reach: choose,
    shows: () => screen.findByRole("alert"),
  },
  {
    name: "import, columns and dry run",
    twin: sample,
    at: "#/data/import",
    reach: choose,
    shows: () => screen.findByRole("button", { name: "Import 2,185 rows" }),
  },
  {
    name: "import, long names",
    twin: () => createTwin({ workspace: "sample", files: longFiles() }),
    at: "#/data/import",
    reach: choose,
    shows: () => screen.findByRole("button", { name: "Import 2,185 rows" }),
  },
  {
    name: "import, running",
    twin: () => createTwin({ workspace: "sample", step: 100_000 }),
    at: "#/data/import",
    reach: runFirst,
    shows: () => screen.findByRole("progressbar"),
  },
  {
    name: "import, leaving while it runs",
    twin: () => createTwin({ workspace: "sample", step: 100_000 }),
    at: "#/data/import",
    reach: async (user) => {
      await runFirst(user);
      await user.click(screen.getByRole("link", { name: /Segments/ }));
    },
    shows: () => screen.findByRole("dialog", { name: "The import is still running" }),
  },
  {
    name: "import, report",
    twin: sample,
    at: "#/data/import",
    reach: async (user) => {
      await runFirst(user);
      await user.click(await screen.findByRole("button", { name: "Show the first 3 rows" }));
    },
    shows: () => screen.findByText("People now"),
  },
  {
    name: "import, failed",
    twin: () => {
      const twin = sample();
      const run = twin.importRun;
      twin.importRun = async (request, onProgress) => {
        if (!request.dry_run) throw failure("file", "The disk is full.", "Free some space and try again.");
        return run(request, onProgress);
      };
      return twin;
    },
    at: "#/data/import",
    reach: runFirst,
    shows: () => screen.findByText(/The disk is full/),
  },
  { name: "export", twin: sample, screen: exporting(), shows: () => screen.findByText("nps_score") },
  {
    name: "export, unfinished",
    twin: sample,
    screen: exporting({ unfinished: 2 }),
    shows: () => screen.findByText(/2 conditions are not finished/),
  },
  {
    name: "export, columns loading",
    twin: waiting("columns"),
    screen: exporting(),
    shows: () => screen.findByText("0 of 0 chosen"),
  },
  {
    name: "export, columns cannot be read",
    twin: failing("columns"),
    screen: exporting(),
    shows: () => screen.findByRole("alert"),
  },
  {
    name: "export, long name",
    twin: sample,
    screen: exporting({ name: LONG_NAME }),
    shows: () => screen.findByText("nps_score"),
  },
  {
    name: "export, running",
    twin: () => createTwin({ workspace: "sample", step: 100_000 }),
    screen: exporting(),
    reach: startExport,
    shows: () => screen.findByRole("progressbar"),
  },
  {
    name: "export, failed",
    twin: failing("exportRun"),
    screen: exporting(),
    reach: startExport,
    shows: () => screen.findByRole("alert"),
  },
  {
    name: "export, done",
    twin: sample,
    screen: exporting(),
    reach: startExport,
    shows: () => screen.findByText(/is written/),
  },
];

/** What is rendered for a scenario. */
export function partOf(scenario: Scenario): ReactNode {
  return scenario.screen ? scenario.screen() : <App />;
}
