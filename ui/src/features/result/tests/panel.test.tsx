import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { CountReport, Unseen } from "../../../api";
import { savedSegments } from "../../../api/twin";
import { axeFindings, failure, LONG_NAME, LONG_WORD, renderWithTwin } from "../../../testing";
import { ResultPanel, type ResultPanelProps } from "..";

const draft = savedSegments()[0]?.draft ?? "";
const report: CountReport = {
  ticket: 1,
  now: "2026-11-19T09:30:00.000Z",
  people: 606,
  everyone: 2000,
  millis: 3.25,
  nodes: [],
  unfinished: 0,
  muted: 0,
  sentence: "",
  emptied_by: null,
  unseen: [],
};
const props = (more: Partial<ResultPanelProps> = {}): ResultPanelProps => ({
  report,
  draft,
  phase: "current",
  error: null,
  onCancel: vi.fn(),
  onAgain: vi.fn(),
  onShowLeftOut: vi.fn(),
  nameOf: (id) => `name of ${id}`,
  nodeAt: () => null,
  onGoTo: vi.fn(),
  ...more,
});

describe("the count", () => {
  it("says how many, of whom, and how exact", async () => {
    renderWithTwin(<ResultPanel {...props()} />);
    expect(screen.getByTestId("hero-count").textContent).toBe("606");
    expect(screen.getByText("30.3% of everyone (2,000)")).toBeTruthy();
    expect(screen.getByText("exact · 3.3 ms")).toBeTruthy();
    expect(screen.getByText("consent is not applied yet")).toBeTruthy();
  });

  it("is never blank while it is counted, and can be cancelled once it takes long", async () => {
    const slow = props({ phase: "slow" });
    const { user } = renderWithTwin(<ResultPanel {...slow} />);
    expect(screen.getByTestId("hero-count").textContent).toBe("606");
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(slow.onCancel).toHaveBeenCalledOnce();
  });

  it("says which card leaves nobody", async () => {
    const none = props({ report: { ...report, people: 0, emptied_by: "c9" } });
    const { user } = renderWithTwin(<ResultPanel {...none} />);
    expect(screen.getByText(/The count drops to 0 at “name of c9”/)).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Go to it" }));
    expect(none.onGoTo).toHaveBeenCalledWith("c9");
  });

  const unseen = (kind: Unseen["kind"], name: string, more: Partial<Unseen> = {}): Unseen => ({
    path: "where.of[0]",
    kind,
    name,
    nearest: null,
    count: 0,
    last_seen: null,
    ...more,
  });
  const said = (...things: Unseen[]) => {
    renderWithTwin(<ResultPanel {...props({ report: { ...report, people: 0, unseen: things } })} />);
    return within(screen.getByTestId("unseen"))
      .getAllByRole("listitem")
      .map((item) => item.textContent?.trim());
  };
  const seen = { last_seen: "2026-06-30T22:00:00.000Z" };

  it.each([
    [
      unseen("event", "purchse", { nearest: "purchase", count: 1391, ...seen }),
      "The event “purchse” has never happened. The nearest is “purchase”, last seen 30 Jun 2026.",
    ],
    [unseen("event", "zzz"), "The event “zzz” has never happened."],
    [unseen("property", "plann", { nearest: "plan" }), "Nobody has a property “plann”. The nearest is “plan”."],
    [unseen("event_property", "amout"), "None of these events has a property “amout”."],
    [
      unseen("value", "gld", { nearest: "gold", count: 1412 }),
      "The value “gld” does not occur. The nearest is “gold” (1,412).",
    ],
    [
      unseen("value", "gld", { nearest: "gold", count: 412, ...seen }),
      "The value “gld” does not occur. The nearest is “gold” (412), last seen 30 Jun 2026.",
    ],
    [unseen("value", "", { nearest: "no" }), "An empty text does not occur. The nearest is “no”."],
  ])("says what never occurs: %j", (thing, text) => {
    expect(said(thing)).toEqual([text]);
  });

  it("says the first three of them, each once, and how many more there are", async () => {
    const names = ["a", "b", "a", "c", "d", "e"];
    const items = said(...names.map((name) => unseen("event", name)));
    expect(items).toHaveLength(4);
    expect(items[3]).toBe("and 2 more");
    expect(await axeFindings()).toEqual([]);
  });

  it("cuts a long name and keeps it whole for who asks", () => {
    said(unseen("value", LONG_WORD, { nearest: LONG_NAME, count: 2 }));
    expect(screen.getByTitle(LONG_WORD).textContent).toBe(LONG_WORD);
    expect(screen.getByTitle(LONG_NAME).className).toContain("cut");
  });

  it("keeps the last digits with their time where counting failed", () => {
    const error = { code: "busy", message: "In use.", hint: null, path: null, detail: "SQLITE_BUSY" } as const;
    renderWithTwin(<ResultPanel {...props({ phase: "failed", error })} />);
    expect(screen.getByText("people, at 09:30")).toBeTruthy();
    expect(screen.getByRole("alert").textContent).toContain("In use.");
    expect(screen.queryByText("SQLITE_BUSY")).toBeNull();
  });
});

// jsdom lays nothing out: the scrolling area is as high as it would be.
beforeEach(() => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(400);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(360);
});

describe("the tabs", () => {
  it("show only the people in sight, of all of them", async () => {
    const { twin } = renderWithTwin(<ResultPanel {...props()} />);
    const table = await screen.findByRole("table");
    expect(table.getAttribute("aria-rowcount")).toBe("607");
    await waitFor(() => expect(within(table).getAllByRole("row").length).toBeGreaterThan(5));
    expect(within(table).getAllByRole("row").length).toBeLessThan(60);
    expect(twin.calls.filter((name) => name === "members").length).toBeLessThan(4);
  });

  it("sort by a column, and choose columns", async () => {
    const { user } = renderWithTwin(<ResultPanel {...props()} />);
    await screen.findByRole("table");
    await user.click(await screen.findByRole("button", { name: "Name" }));
    expect(screen.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("ascending");
    await user.click(screen.getByRole("button", { name: "Name" }));
    expect(screen.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("descending");
    await user.click(screen.getByTestId("people-columns"));
    await user.click(await screen.findByRole("checkbox", { name: "E-mail" }));
    expect(screen.getByRole("columnheader", { name: "E-mail" })).toBeTruthy();
  });

  it("show the statement, reached by arrow", async () => {
    const { user } = renderWithTwin(<ResultPanel {...props()} />);
    screen.getByTestId("tab-people").focus();
    await user.keyboard("{ArrowRight}");
    expect((await screen.findByTestId("sql")).textContent).toContain("SELECT");
    expect(screen.getByText("gives the same 606 people")).toBeTruthy();
  });

  it("show the statement in another dialect, and come back to it", async () => {
    const { user } = renderWithTwin(<ResultPanel {...props()} />);
    await user.click(screen.getByTestId("tab-sql"));
    await user.click(await screen.findByRole("button", { name: "DuckDB" }));
    await waitFor(() => expect(screen.getByTestId("sql").textContent).toContain("in duckdb"));
    expect(screen.queryByText(/gives the same/)).toBeNull();
    expect(await axeFindings()).toEqual([]);
    await user.click(screen.getByTestId("tab-people"));
    await user.click(screen.getByTestId("tab-sql"));
    expect(screen.getByRole("button", { name: "DuckDB" }).getAttribute("aria-pressed")).toBe("true");
  });

  it("never show or copy one dialect's statement under another's name", async () => {
    const { user, twin } = renderWithTwin(<ResultPanel {...props()} />);
    await user.click(screen.getByTestId("tab-sql"));
    await waitFor(() => expect(screen.getByTestId("sql").textContent).toContain("in sqlite"));
    const release = twin.hold("sql");
    await user.click(screen.getByRole("button", { name: "PostgreSQL" }));
    expect(screen.getByTestId("sql").textContent?.trim()).toBe("");
    expect(screen.getByRole("button", { name: "Copy" })).toHaveProperty("disabled", true);
    release();
    await waitFor(() => expect(screen.getByTestId("sql").textContent).toContain("in postgres"));
  });

  it("name the condition that a dialect cannot say, with the way to it and to the other dialects", async () => {
    const pattern = { kind: "property", property: "plan", op: "matches", value: "\\bpro" };
    const text = JSON.stringify({
      muster_draft: 1,
      root: { id: "r", group: "all", of: [{ id: "c1", card: pattern }] },
    });
    const nodeAt = vi.fn((path: string) => (path === "where.of[0]" ? "c1" : null));
    const asked = props({ draft: text, nodeAt });
    const { user } = renderWithTwin(<ResultPanel {...asked} />);
    await user.click(screen.getByTestId("tab-sql"));
    await user.click(await screen.findByRole("button", { name: "PostgreSQL" }));
    const note = await screen.findByTestId("sql-cannot");
    expect(note.textContent).toContain("“name of c1” cannot be said in PostgreSQL.");
    expect(note.textContent).toContain("PostgreSQL cannot say the edge of a word");
    expect(note.textContent).not.toContain("where.of");
    expect(await axeFindings()).toEqual([]);
    await user.click(within(note).getByRole("button", { name: "Go to it" }));
    expect(asked.onGoTo).toHaveBeenCalledWith("c1");
    await user.click(screen.getByRole("button", { name: "SQLite" }));
    expect((await screen.findByTestId("sql")).textContent).toContain("SELECT");
  });

  it("say what failed otherwise, to try again", async () => {
    const { user, twin } = renderWithTwin(<ResultPanel {...props()} />);
    twin.fail("sql", failure("busy", "The workspace file is in use."));
    await user.click(screen.getByTestId("tab-sql"));
    expect(await screen.findByText(/file is in use/)).toBeTruthy();
    twin.fail("sql", null);
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect((await screen.findByTestId("sql")).textContent).toContain("SELECT");
  });
});
