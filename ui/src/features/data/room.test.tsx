import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { createTwin, failure, NO_TABLES, type Twin, twinTablesFile } from "../../api/twin";
import { App } from "../../app/App";
import { axeFindings, renderWithTwin } from "../../testing";

beforeEach(() => {
  window.location.hash = "#/data";
});

const sample = () => createTwin({ workspace: "sample" });

async function room(twin: Twin = sample()) {
  const view = renderWithTwin(<App />, twin);
  await screen.findByRole("heading", { name: "Data" });
  return view;
}

const row = async (table: string | RegExp, says: RegExp) =>
  within(await screen.findByRole("table", { name: table })).getByRole("row", { name: says });

async function define(twin: Twin = sample()) {
  const view = await room(twin);
  const [button] = await screen.findAllByRole("button", { name: "Define tables…" });
  if (button) await view.user.click(button);
  return view;
}

test("tables are shown with their columns and rows, relations with both directions and their keys", async () => {
  await room();
  const products = await row(/^Tables/, /products/);
  expect(products.textContent).toContain("told apart by product_id");
  expect(products.textContent).toContain("price number");
  expect(within(products).getByText("38")).toBeTruthy();
  expect(screen.getByRole("heading", { name: "Tables 3 tables, 3,229 rows" })).toBeTruthy();
  const household = await row(/^Relations/, /people —household→ households/);
  expect(within(household).getByText("members")).toBeTruthy();
  expect(
    within(household).getByText(
      "people.user_id = household_members.user_id, household_members.household_id = households.household_id",
    ),
  ).toBeTruthy();
  expect((await row(/^Relations/, /events —product→ products/)).textContent).toContain("one way only");
});

test("lists say how many are on them and which ids are not known yet, consent who gave it", async () => {
  await room();
  const vip = await row(/^Lists/, /vip_invited/);
  expect(vip.textContent).toContain("12 ids are not known yet; they join the list when they appear.");
  expect(within(vip).getByText("96")).toBeTruthy();
  expect((await row(/^Lists/, /spring_webinar/)).textContent).not.toContain("not known yet");
  const email = await row(/^Consent/, /email/);
  expect(within(email).getByText("1,408")).toBeTruthy();
  expect(within(email).getByText("207")).toBeTruthy();
});

test("imports are listed with what their rows were", async () => {
  const one = { at: "2026-11-18T10:00:00Z", read: 9, added: 9, updated: 0, duplicates: 0, rejected: 0, unknown: 0 };
  await room(
    createTwin({
      workspace: "sample",
      imports: [
        { ...one, name: "vip.csv", kind: { of: "list", name: "vip_invited" }, unknown: 1 },
        { ...one, name: "products.csv", kind: { of: "table", name: "products" } },
        { ...one, name: "events.csv", kind: { of: "events" } },
      ],
    }),
  );
  expect((await row("Imports so far", /vip\.csv/)).textContent).toContain(
    "List “vip_invited” · 1 id was not known yet",
  );
  expect((await row("Imports so far", /products\.csv/)).textContent).toContain("Table “products”");
  expect((await row("Imports so far", /events\.csv/)).textContent).toContain("Events");
});

test("of many imports the latest are shown, and all on demand", async () => {
  const imports = Array.from({ length: 11 }, (_, i) => ({
    name: `events_${i}.csv`,
    kind: { of: "events" as const },
    at: "2026-11-18T10:00:00Z",
    read: 1,
    added: 1,
    updated: 0,
    duplicates: 0,
    rejected: 0,
    unknown: 0,
  }));
  const { user } = await room(createTwin({ workspace: "sample", imports }));
  const table = await screen.findByRole("table", { name: "Imports so far" });
  expect(within(table).getAllByRole("row")).toHaveLength(9);
  await user.click(screen.getByRole("button", { name: "Show all 11 imports" }));
  expect(within(table).getAllByRole("row")).toHaveLength(12);
});

test("a file of tables is shown before anything is defined, and then there", async () => {
  const { user, twin } = await define();
  const dialog = await screen.findByRole("dialog", { name: "Define tables from tables.json" });
  await within(dialog).findByText("policies");
  expect(within(dialog).getByText("gains columns")).toBeTruthy();
  expect(within(dialog).getByText("retired_on").parentElement?.textContent).toContain("date or time new");
  expect(dialog.textContent).toContain("people —policies→ policies (back: holder)");
  expect(twin.calls).not.toContain("defineTables");
  expect(await axeFindings()).toEqual([]);

  await user.click(within(dialog).getByRole("button", { name: "Define 2 tables and 1 relation" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await screen.findByText("Defined from tables.json: 2 tables and 1 relation.")).toBeTruthy();
  expect((await row(/^Tables/, /policies/)).textContent).toContain("no rows yet");
  expect((await row(/^Tables/, /products/)).textContent).toContain("38");
  expect(await row(/^Relations/, /people —policies→ policies/)).toBeTruthy();

  await user.click(screen.getByRole("button", { name: "Define tables…" }));
  expect(await screen.findByText("Everything in this file is defined already.")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Define \d/ })).toBeNull();
});

test("closing the file dialog, or the one that shows the file, defines nothing", async () => {
  const { user, twin } = await define(createTwin({ workspace: "sample", tablesFile: null }));
  await waitFor(() => expect(twin.calls).toContain("chooseTablesFile"));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(twin.calls).not.toContain("tablesPreview");
  twin.chooseTablesFile = async () => twinTablesFile().file;
  twin.tablesPreview = async () => ({ file: twinTablesFile().file, tables: [], relations: [] });
  await user.click(screen.getByRole("button", { name: "Define tables…" }));
  await screen.findByRole("dialog");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(twin.calls).not.toContain("defineTables");
});

test("what is wrong with a file of tables is said with its place and what to do", async () => {
  const wrong = failure(
    "rule",
    "unknown type “money”",
    "accepted: text, number, bool, time",
    "tables[0].columns.price",
  );
  const { user, twin } = await define(
    createTwin({ workspace: "sample", tablesFile: { ...twinTablesFile(), failure: wrong } }),
  );
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("Unknown type “money”. Accepted: text, number, bool, time.");
  const dialog = screen.getByRole("dialog");
  expect(within(dialog).getByText("tables[0].columns.price")).toBeTruthy();
  expect(dialog.textContent).toContain("Nothing was changed.");
  expect(within(dialog).queryByRole("button", { name: /^Define/ })).toBeNull();
  expect(await axeFindings()).toEqual([]);
  await user.click(within(dialog).getByRole("button", { name: "Choose another file" }));
  await waitFor(() => expect(twin.calls.filter((call) => call === "chooseTablesFile")).toHaveLength(2));
});

test("tables that cannot be defined leave everything as it was, and say so", async () => {
  const { user, twin } = await define();
  twin.fail("defineTables", failure("busy", "The workspace file is in use by another program.", "Close it there."));
  await user.click(await screen.findByRole("button", { name: "Define 2 tables and 1 relation" }));
  expect((await screen.findByRole("alert")).textContent).toContain("in use by another program. Close it there.");
  expect(screen.getByRole("dialog").textContent).toContain("Nothing was changed.");
});

test("a workspace without anything has both ways in", async () => {
  const { user } = await room(createTwin({ workspace: "empty" }));
  expect(await screen.findByText("Nothing has been imported yet")).toBeTruthy();
  expect(screen.getAllByRole("button", { name: "Import files" })).toHaveLength(1);
  await user.click(screen.getByRole("button", { name: "Define tables…" }));
  await user.click(await screen.findByRole("button", { name: "Define 2 tables and 1 relation" }));
  expect(await row(/^Tables/, /policies/)).toBeTruthy();
});

test("where there are no tables the room says what they are for", async () => {
  const lists = [{ name: "vip", people: 3, unknown: 0 }];
  await room(createTwin({ workspace: "sample", tables: { ...NO_TABLES, lists } }));
  expect(await screen.findByText(/once they are defined as tables/)).toBeTruthy();
  expect(screen.queryByRole("table", { name: /^Relations/ })).toBeNull();
});
