import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { createTwin, failure, type TwinFile, twinListFile, twinTableFile } from "../../api/twin";
import type { ImportRequest } from "../../api/types";
import { App } from "../../app/App";
import { axeFindings, renderWithTwin } from "../../testing";

beforeEach(() => {
  window.location.hash = "#/data/import";
});

/** Chooses the file and notes every import that is asked for. */
async function choose(file: TwinFile) {
  const twin = createTwin({ workspace: "sample", files: [file] });
  const runs: ImportRequest[] = [];
  const run = twin.importRun;
  twin.importRun = (request, onProgress) => {
    runs.push(request);
    return run(request, onProgress);
  };
  const view = renderWithTwin(<App />, twin);
  await view.user.click(await screen.findByRole("button", { name: "Choose files" }));
  await screen.findByRole("button", { name: /^Import \d/ });
  const as = async (name: string) => {
    await view.user.click(screen.getByRole("button", { name: /What the rows of/ }));
    await view.user.click(await screen.findByRole("menuitem", { name }));
  };
  const kinds = () => runs.map(({ kind, dry_run }) => [kind, dry_run] as const);
  return { ...view, twin, kinds, as };
}

const vip = { of: "list", name: "vip_invited" };

test("a file becomes a list, named after the file, and says which ids are not known", async () => {
  const { user, as, kinds } = await choose(twinListFile());
  await as("a person on a list");
  const field = await screen.findByRole("textbox", { name: "named" });
  expect(field).toHaveProperty("value", "vip_invited");
  expect(screen.getByText("joins those who are on it")).toBeTruthy();
  expect(screen.getByText("1 column will be imported")).toBeTruthy();
  expect(screen.getByText("Left out")).toBeTruthy();
  const dryRun = screen.getByRole("region", { name: "Dry run" });
  expect(
    await within(dryRun).findByText("12 ids are not known yet; they join the list when they appear."),
  ).toBeTruthy();
  expect(within(dryRun).getByText("put on the list")).toBeTruthy();
  expect(await axeFindings()).toEqual([]);

  await user.click(screen.getByRole("button", { name: "Import 108 rows" }));
  expect(await screen.findByText(/exactly as the dry run said/)).toBeTruthy();
  expect(kinds()).toEqual([
    [{ of: "users" }, true],
    [vip, true],
    [vip, false],
  ]);
  await user.click(screen.getByRole("link", { name: /Data/ }));
  const imports = await screen.findByRole("table", { name: "Imports so far" });
  expect(within(imports).getByText("List “vip_invited” · 12 ids were not known yet")).toBeTruthy();
  const lists = await screen.findByRole("table", { name: /^Lists/ });
  expect(within(lists).getByRole("row", { name: /vip_invited/ }).textContent).toContain("192");
});

test("a list gets the name that was typed, or one that is there; without a name it keeps the last good one", async () => {
  const { user, as, kinds } = await choose(twinListFile());
  await as("a person on a list");
  await user.clear(await screen.findByRole("textbox", { name: "named" }));
  await user.type(screen.getByRole("textbox", { name: "named" }), " Autumn guests {Enter}");
  expect(await screen.findByText("a new list")).toBeTruthy();
  await waitFor(() => expect(kinds().at(-1)).toEqual([{ of: "list", name: "Autumn guests" }, true]));
  await user.clear(screen.getByRole("textbox", { name: "named" }));
  await user.tab();
  expect(screen.getByRole("textbox", { name: "named" })).toHaveProperty("value", "Autumn guests");

  await user.click(screen.getByRole("button", { name: "Lists" }));
  await user.click(await screen.findByRole("menuitem", { name: "spring_webinar" }));
  await waitFor(() => expect(kinds().at(-1)).toEqual([{ of: "list", name: "spring_webinar" }, true]));
  expect(await screen.findByText("joins those who are on it")).toBeTruthy();
});

test("a name that is typed and not entered is the one that is imported", async () => {
  const { user, as, kinds } = await choose(twinListFile());
  await as("a person on a list");
  await screen.findByText("put on the list");
  await user.type(screen.getByRole("textbox", { name: "named" }), "_2");
  await user.click(screen.getByRole("button", { name: /^Import/ }));
  expect(await screen.findByText("Imported")).toBeTruthy();
  expect(kinds().at(-1)).toEqual([{ of: "list", name: "vip_invited_2" }, false]);
});

test("a file that only a table fits is taken for its rows; wrong values are named", async () => {
  const { user, kinds } = await choose(twinTableFile());
  expect(screen.getByRole("button", { name: /What the rows of/ }).textContent).toContain("a row of products");
  expect(screen.getByText(/such as “ask”; their rows are rejected/)).toBeTruthy();
  expect(screen.getByText("price is no number")).toBeTruthy();
  expect(await axeFindings()).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Import 11 rows" }));
  expect(await screen.findByText("add a row")).toBeTruthy();
  expect(kinds().at(-1)).toEqual([{ of: "table", name: "products" }, false]);
});

test("a table that lacks a column says so, and the file cannot be imported as its rows", async () => {
  const { user, as, kinds } = await choose(twinTableFile());
  const before = kinds().length;
  await as("a row of households");
  expect((await screen.findByRole("alert")).textContent).toContain(
    "The table “households” has no column “product_id”. Add the column with “Define tables”",
  );
  expect(screen.getByRole("button", { name: "Import" })).toHaveProperty("disabled", true);
  expect(kinds()).toHaveLength(before);
  await as("a row of products");
  await user.click(await screen.findByRole("button", { name: "Import 11 rows" }));
  expect(await screen.findByText("add a row")).toBeTruthy();
});

test("a table's file without anybody's id is no list", async () => {
  const { user } = await choose(twinTableFile());
  await user.click(screen.getByRole("button", { name: /What the rows of/ }));
  await screen.findByRole("menuitem", { name: "a row of households" });
  expect(screen.queryByRole("menuitem", { name: "a person on a list" })).toBeNull();
});

test("a list's name that is refused is said where the numbers would be", async () => {
  const { as, twin } = await choose(twinListFile());
  const refused = failure("file", "A list needs a name of 1 to 200 characters.", "Give it another name.");
  twin.importPreview = async () => {
    throw refused;
  };
  await as("a person on a list");
  expect((await screen.findByRole("alert")).textContent).toContain("Give it another name.");
});
