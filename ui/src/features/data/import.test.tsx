import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";
import { createTwin, failure, type Twin, twinFiles } from "../../api/twin";
import { App } from "../../app/App";
import { renderWithTwin } from "../../testing";

beforeEach(() => {
  window.location.hash = "#/data/import";
});

/** The rows of the ledger in a panel, as numbers: "1,318" is 1318. */
function ledger(panel: HTMLElement): number[] {
  return within(panel)
    .getAllByRole("definition")
    .map((dd) => Number(dd.textContent?.replaceAll(",", "")));
}

async function choose(twin: Twin = createTwin({ workspace: "sample" })) {
  const view = renderWithTwin(<App />, twin);
  await view.user.click(await screen.findByRole("button", { name: "Choose files" }));
  return view;
}

test("the look shows how the file was read, what each column becomes, and a dry run that adds up", async () => {
  await choose();
  expect(await screen.findByText("CSV with a header, comma, UTF-8")).toBeTruthy();
  expect(screen.getByText(/because the first line has 6 names/)).toBeTruthy();
  expect(screen.getByText("6 columns will be imported · 1 needs a look")).toBeTruthy();
  await screen.findByRole("button", { name: "Import 2,185 rows" });
  expect(screen.getByText("The first 5 of 2,212 rows, as they will be stored")).toBeTruthy();
  const [read = 0, added = 0, updated = 0, same = 0, rejected = 0, ...rest] = ledger(
    screen.getByRole("region", { name: "Dry run" }),
  );
  expect(read).toBe(2212);
  expect(added + updated + same + rejected).toBe(read);
  expect(rest.slice(0, -1).reduce((sum, n) => sum + n, 0)).toBe(rejected);
});

test("reasons that were not all sent still add up to the rejected", async () => {
  const files = twinFiles();
  const first = files[0];
  if (first) first.report.reasons = first.report.reasons.slice(0, 1);
  await choose(createTwin({ workspace: "sample", files }));
  expect((await screen.findByText("other reasons")).nextElementSibling?.textContent).toBe("9");
});

test("a look writes nothing", async () => {
  const twin = createTwin({ workspace: "sample" });
  const runs: boolean[] = [];
  const run = twin.importRun;
  twin.importRun = (request, onProgress) => {
    runs.push(request.dry_run);
    return run(request, onProgress);
  };
  const { user } = await choose(twin);
  await user.click(await screen.findByRole("button", { name: "Import 2,185 rows" }));
  await screen.findByText("People now");
  expect(runs).toEqual([true, false]);
});

test("import, report, rejected rows saved, the next file, done", async () => {
  const { user, twin } = await choose();
  await user.click(await screen.findByRole("button", { name: "Import 2,185 rows" }));
  expect(await screen.findByText(/exactly as the dry run said/)).toBeTruthy();
  expect(screen.getByText("2,318 people")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Show the first 3 rows" }));
  expect(screen.getByText("created_at is not a time: “soon”")).toBeTruthy();
  expect(screen.getByText("and 24 more in the file")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Save 27 rejected rows" }));
  expect(await screen.findByText(/subscriptions_2026-11-18.csv.rejected.csv/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Next file" }));
  await user.click(await screen.findByRole("button", { name: "Import 87,071 rows" }));
  expect(await screen.findByText("Events now")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Done" }));
  expect(await screen.findByRole("heading", { name: "Segments" })).toBeTruthy();
  expect(twin.calls.filter((call) => call === "importPreview")).toHaveLength(2);
});

test("another kind is looked at anew", async () => {
  const { user, twin } = await choose();
  await screen.findByRole("button", { name: "Import 2,185 rows" });
  await user.click(screen.getByRole("button", { name: /What the rows of/ }));
  await user.click(await screen.findByRole("menuitem", { name: "a property of a person" }));
  await screen.findByText("add a value");
  expect(twin.calls.filter((call) => call === "importPreview")).toHaveLength(2);
});

test("progress shows share, rows, rate and time; Cancel keeps nothing", async () => {
  const twin = createTwin({ workspace: "sample" });
  const run = twin.importRun;
  twin.importRun = async (request, onProgress) => {
    if (request.dry_run) return run(request, onProgress);
    onProgress({
      job: request.job,
      share: 0.64,
      rows: 1415,
      rejected: 3,
      rows_per_second: 212_400,
      seconds_left: 8.2,
      finishing: false,
    });
    return new Promise((_, reject) => {
      twin.cancelJob = async (job) => {
        if (job === request.job) reject(failure("cancelled", "Cancelled."));
      };
    });
  };
  const { user } = await choose(twin);
  await user.click(await screen.findByRole("button", { name: "Import 2,185 rows" }));
  const bar = await screen.findByRole("progressbar");
  expect(bar.getAttribute("aria-valuenow")).toBe("64");
  expect(screen.getByText("64%")).toBeTruthy();
  expect(screen.getByText("1,415 of 2,212 rows")).toBeTruthy();
  expect(screen.getByText("212,400 rows each second")).toBeTruthy();
  expect(screen.getByText("3 rejected so far")).toBeTruthy();
  expect(screen.getByText(/about 9/)).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(await screen.findByText("cancelled, nothing of it was kept")).toBeTruthy();
  expect(screen.getByText("2,000 people")).toBeTruthy();
});

test("a failed file says what happened, what was kept and what to do; Try again looks anew", async () => {
  const twin = createTwin({ workspace: "sample" });
  const run = twin.importRun;
  let full = true;
  twin.importRun = async (request, onProgress) => {
    if (!request.dry_run && full) throw failure("file", "The disk is full.", "Free some space and try again.");
    return run(request, onProgress);
  };
  const { user } = await choose(twin);
  await user.click(await screen.findByRole("button", { name: "Import 2,185 rows" }));
  const problem = await screen.findByRole("alert");
  expect(problem.textContent).toContain("The disk is full.");
  expect(problem.textContent).toContain("Nothing of this file was kept; the other files are not affected.");
  expect(problem.textContent).toContain("Free some space and try again.");
  full = false;
  await user.click(within(problem).getByRole("button", { name: "Try again" }));
  await user.click(await screen.findByRole("button", { name: "Import 2,185 rows" }));
  expect(await screen.findByText("People now")).toBeTruthy();
});

test("leaving during an import asks; staying stays, leaving stops it", async () => {
  const twin = createTwin({ workspace: "sample", step: 100_000 });
  const { user } = await choose(twin);
  await user.click(await screen.findByRole("button", { name: "Import 2,185 rows" }));
  await screen.findByRole("progressbar");
  await user.click(screen.getByRole("link", { name: /Segments/ }));
  await user.click(await screen.findByRole("button", { name: "Stay" }));
  expect(screen.getByRole("progressbar")).toBeTruthy();
  expect(twin.calls).not.toContain("cancelJob");
});

test("files dropped anywhere come to the import, behind those that are there", async () => {
  window.location.hash = "#/segments";
  const twin = createTwin({ workspace: "sample" });
  renderWithTwin(<App />, twin);
  await screen.findByText("Hesitant power users");
  act(() => twin.hover(2));
  expect(screen.getByText("Drop 2 files to import them")).toBeTruthy();
  act(() => twin.leave());
  expect(screen.queryByText("Drop 2 files to import them")).toBeNull();
  act(() => twin.drop());
  expect(await screen.findByRole("heading", { name: "Import subscriptions_2026-11-18.csv" })).toBeTruthy();
  expect(screen.getByText("events_2026-11.ndjson.gz")).toBeTruthy();
});

test("a file with a problem says it and cannot be imported, only left out", async () => {
  const files = twinFiles();
  const first = files[0];
  if (first) first.preview.problem = "There is no column user_id, and none that could be it.";
  const { user, twin } = await choose(createTwin({ workspace: "sample", files }));
  expect(await screen.findByText("There is no column user_id, and none that could be it.")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Import" })).toHaveProperty("disabled", true);
  expect(twin.calls).not.toContain("importRun");
  await user.click(screen.getByRole("button", { name: "Skip this file" }));
  expect(await screen.findByRole("heading", { name: "Import events_2026-11.ndjson.gz" })).toBeTruthy();
});

test("the import shows in the Data room", async () => {
  const { user } = await choose();
  await user.click(await screen.findByRole("button", { name: "Import 2,185 rows" }));
  await screen.findByText("People now");
  await user.click(screen.getByRole("link", { name: /Data/ }));
  const table = await screen.findByRole("table", { name: "Imports so far" });
  await waitFor(() => expect(within(table).getByText("2,212")).toBeTruthy());
});
