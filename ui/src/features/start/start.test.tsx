import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { createTwin } from "../../api/twin";
import { App } from "../../app/App";
import { renderWithTwin } from "../../testing";

test("Enter opens the sample workspace", async () => {
  const { user, twin } = renderWithTwin(<App />, { workspace: null });
  await screen.findByRole("heading", { name: "Who do you want to reach?" });
  await user.keyboard("{Enter}");
  expect(await screen.findByRole("heading", { name: "Segments" })).toBeTruthy();
  expect(twin.calls).toContain("openSample");
});

test("choosing files makes a workspace and goes on to look at the first of them", async () => {
  const { user, twin } = renderWithTwin(<App />, { workspace: null });
  await user.click(await screen.findByRole("button", { name: "Choose files" }));
  expect(await screen.findByRole("heading", { name: "Import subscriptions_2026-11-18.csv" })).toBeTruthy();
  expect(twin.calls.indexOf("chooseImportFiles")).toBeLessThan(twin.calls.indexOf("newWorkspace"));
});

test("files dropped on the first start are imported into a new workspace", async () => {
  const { twin } = renderWithTwin(<App />, { workspace: null });
  await screen.findByRole("heading", { name: "Who do you want to reach?" });
  act(() => twin.hover(1));
  expect(screen.getByText("Drop the file to import it")).toBeTruthy();
  act(() => twin.drop());
  expect(await screen.findByRole("heading", { name: "Import subscriptions_2026-11-18.csv" })).toBeTruthy();
});

test("closing the dialog for the new workspace leaves everything as it was", async () => {
  const twin = createTwin({ workspace: null });
  twin.newWorkspace = async () => null;
  const { user } = renderWithTwin(<App />, twin);
  await user.click(await screen.findByRole("button", { name: "Choose files" }));
  await waitFor(() => expect(screen.getByRole("button", { name: "Choose files" })).toHaveProperty("disabled", false));
  expect(screen.getByRole("heading", { name: "Who do you want to reach?" })).toBeTruthy();
});

test("a recent workspace opens with one click", async () => {
  const { user } = renderWithTwin(<App />, { workspace: null });
  await user.click(await screen.findByRole("button", { name: /Harborlight 2025/ }));
  expect(await screen.findByRole("button", { name: "Workspace Harborlight 2025" })).toBeTruthy();
});
