import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { createTwin, failure } from "../../api/twin";
import { App } from "../../app/App";
import { renderWithTwin } from "../../testing";

const names = () =>
  screen
    .getAllByRole("row")
    .slice(1)
    .map((row) => within(row).getByRole("link").querySelector(".name")?.textContent);

async function inMenu(user: ReturnType<typeof renderWithTwin>["user"], of: string, item: string) {
  await user.click(await screen.findByRole("button", { name: `More for ${of}` }));
  await user.click(await screen.findByRole("menuitem", { name: item }));
}

test("the list comes at once, each row's count by itself", async () => {
  const twin = createTwin({ workspace: "sample" });
  const release = twin.hold("countSegment");
  renderWithTwin(<App />, twin);
  const row = (await screen.findByText("Hesitant power users")).closest("tr");
  expect(row?.querySelector("[aria-busy]")?.textContent).toBe("–");
  release();
  expect(await screen.findByText("606")).toBeTruthy();
  expect(await screen.findByText(/5 saved, counted over 2,000 people at/)).toBeTruthy();
});

test("while a row is counted again its old digits stay", async () => {
  const twin = createTwin({ workspace: "sample" });
  const { user } = renderWithTwin(<App />, twin);
  await screen.findByText("606");
  const release = twin.hold("countSegment");
  await user.click(screen.getByRole("link", { name: /Data/ }));
  await user.click(screen.getByRole("link", { name: /Segments/ }));
  const digits = await screen.findByText("606");
  expect(digits.className).toContain("stale");
  release();
  await waitFor(() => expect(screen.getByText("606").className).not.toContain("stale"));
});

test("search looks into names and sentences", async () => {
  const { user } = renderWithTwin(<App />);
  await screen.findByText("Hesitant power users");
  await user.type(screen.getByRole("textbox", { name: "Search segments" }), "netherlands plan");
  expect(names()).toEqual(["Paid plans in the Netherlands"]);
  await user.keyboard("{Escape}");
  expect(names()).toHaveLength(5);
});

test("every column sorts both ways, and says so", async () => {
  const { user } = renderWithTwin(<App />);
  await screen.findByText("606");
  await user.click(screen.getByRole("button", { name: "Name" }));
  expect(names()[0]).toBe("A but never B");
  expect(screen.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("ascending");
  await user.click(screen.getByRole("button", { name: "Name" }));
  expect(names()[0]).toBe("Webinar, then silent");
  await user.click(screen.getByRole("button", { name: "People" }));
  expect(names()[0]).toBe("Hesitant power users");
  await user.click(screen.getByRole("button", { name: "People" }));
  expect(names()[4]).toBe("Hesitant power users");
});

test("archive takes a segment out of the list; undo brings it back", async () => {
  const { user } = renderWithTwin(<App />);
  await inMenu(user, "A but never B", "Archive");
  await waitFor(() => expect(names()).not.toContain("A but never B"));
  expect(screen.getByRole("button", { name: "Archived 2" })).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await waitFor(() => expect(names()).toContain("A but never B"));
});

test("an archived segment is restored from its own list", async () => {
  const { user } = renderWithTwin(<App />);
  await user.click(await screen.findByRole("button", { name: "Archived 1" }));
  await inMenu(user, "Spring trial", "Restore");
  expect(await screen.findByText("Nothing is archived")).toBeTruthy();
  expect(screen.getByRole("button", { name: "Active 6" })).toBeTruthy();
});

test("duplicate makes a copy", async () => {
  const { user } = renderWithTwin(<App />);
  await inMenu(user, "A but never B", "Duplicate");
  await waitFor(() => expect(names()).toContain("A but never B copy"));
});

test("a name is changed in its place; Esc gives up", async () => {
  const { user } = renderWithTwin(<App />);
  await inMenu(user, "A but never B", "Rename");
  await user.keyboard("Cross-sell{Enter}");
  await waitFor(() => expect(names()).toContain("Cross-sell"));
  await inMenu(user, "Cross-sell", "Rename");
  await user.keyboard("Something else{Escape}");
  await waitFor(() => expect(names()).toContain("Cross-sell"));
});

test("a taken name is said where it is typed, and what was typed stays", async () => {
  const { user } = renderWithTwin(<App />);
  await inMenu(user, "A but never B", "Rename");
  await user.keyboard("Pricing but no trial{Enter}");
  expect((await screen.findByRole("alert")).textContent).toContain("A segment called “Pricing but no trial” exists.");
  expect(screen.getByRole("textbox", { name: "New name of A but never B" })).toHaveProperty(
    "value",
    "Pricing but no trial",
  );
});

test("delete asks first, and does it only when told", async () => {
  const { user, twin } = renderWithTwin(<App />);
  await inMenu(user, "A but never B", "Delete…");
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  expect(twin.calls).not.toContain("deleteSegment");
  await inMenu(user, "A but never B", "Delete…");
  await user.click(await screen.findByRole("button", { name: "Delete for good" }));
  await waitFor(() => expect(names()).not.toContain("A but never B"));
});

test("what fails is said, and the list stays", async () => {
  const twin = createTwin({ workspace: "sample" });
  const { user } = renderWithTwin(<App />, twin);
  await screen.findByText("606");
  twin.fail("archiveSegment", failure("busy", "The workspace file is in use by another program.", "Close it there."));
  await inMenu(user, "A but never B", "Archive");
  expect(await screen.findByText(/in use by another program. Close it there/)).toBeTruthy();
  expect(names()).toHaveLength(5);
});

test("New segment makes one and opens it", async () => {
  const { user, twin } = renderWithTwin(<App />);
  await user.click(await screen.findByRole("button", { name: "New segment" }));
  await waitFor(() => expect(window.location.hash).toBe("#/segments/7"));
  expect(twin.calls).toContain("createSegment");
});

test("Ctrl K finds a segment by its name and opens it", async () => {
  const { user } = renderWithTwin(<App />);
  await screen.findByText("606");
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox"), "webinar{Enter}");
  await waitFor(() => expect(window.location.hash).toBe("#/segments/4"));
});

test("Ctrl K does things too, chosen by the arrows", async () => {
  const { user } = renderWithTwin(<App />);
  await screen.findByText("606");
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox"), "a");
  await user.keyboard("{ArrowUp}");
  const chosen = screen.getByRole("option", { selected: true });
  expect(chosen.textContent).toContain("Keyboard shortcuts");
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("dialog", { name: "Keyboard shortcuts" })).toBeTruthy();
});

test("a row that could not be counted says why and is counted again on request", async () => {
  const twin = createTwin({ workspace: "sample" });
  twin.fail("countSegment", failure("busy", "The workspace file is in use by another program."));
  const { user } = renderWithTwin(<App />, twin);
  const [first] = await screen.findAllByRole("button", { name: /in use by another program.*Try again/ });
  twin.fail("countSegment", null);
  if (first) await user.click(first);
  expect(await screen.findByText("606")).toBeTruthy();
});
