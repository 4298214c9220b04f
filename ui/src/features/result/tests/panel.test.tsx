import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { CountReport } from "../../../api";
import { savedSegments } from "../../../api/twin";
import { renderWithTwin } from "../../../testing";
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
});
