import { screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { ExportRequest } from "../../api";
import { createTwin, failure, savedSegments } from "../../api/twin";
import { renderWithTwin } from "../../testing";
import { ExportDialog, type ExportDialogProps } from "./ExportDialog";

const draft = savedSegments()[0]?.draft ?? "";

function open(props: Partial<ExportDialogProps> = {}, twin = createTwin({ workspace: "sample" })) {
  const asked: ExportRequest[] = [];
  const run = twin.exportRun;
  twin.exportRun = (request, onProgress) => {
    asked.push(request);
    return run(request, onProgress);
  };
  const view = renderWithTwin(
    <ExportDialog
      draft={draft}
      name="Hesitant power users"
      people={606}
      unfinished={0}
      onClose={() => {}}
      {...props}
    />,
    twin,
  );
  return { ...view, asked };
}

const go = () => screen.findByRole("button", { name: "Export 606 people" });

test("who the person is, safe for spreadsheets, and the truth about consent: as it opens", async () => {
  const { user, asked } = open();
  await screen.findByText("3 of 14 chosen");
  expect(screen.getByRole("checkbox", { name: "Safe for spreadsheets" })).toHaveProperty("checked", true);
  expect(screen.getByText("Consent: not applied to exports yet; nobody is left out for it.")).toBeTruthy();
  await user.click(await go());
  expect(await screen.findByText("Hesitant power users.csv is written")).toBeTruthy();
  expect(screen.getByText(/606 people, as counted/)).toBeTruthy();
  expect(asked[0]).toMatchObject({
    draft,
    columns: ["user_id", "email", "name"],
    spreadsheet_safe: true,
    file_name: "Hesitant power users",
  });
});

test("columns keep their order whatever order they are chosen in", async () => {
  const { user, asked } = open();
  await user.click(await screen.findByRole("checkbox", { name: /nps_score/ }));
  await user.click(screen.getByRole("checkbox", { name: /plan/ }));
  await user.click(screen.getByRole("checkbox", { name: /^name/ }));
  await user.click(screen.getByRole("checkbox", { name: "Safe for spreadsheets" }));
  await user.click(await go());
  await screen.findByText(/is written/);
  expect(asked[0]?.columns).toEqual(["user_id", "email", "property:plan", "property:nps_score"]);
  expect(asked[0]?.spreadsheet_safe).toBe(false);
});

test("without a column there is nothing to write", async () => {
  const { user } = open();
  await screen.findByText("3 of 14 chosen");
  await user.click(screen.getByRole("button", { name: "None" }));
  expect(await go()).toHaveProperty("disabled", true);
  expect(screen.getByText("Choose at least one column.")).toBeTruthy();
});

test("a draft with unfinished cards is refused; muting them is offered", async () => {
  const mute = vi.fn();
  const { user, asked } = open({ unfinished: 1, onMuteUnfinished: mute });
  expect(await screen.findByText(/1 condition is not finished/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: /^Export/ })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Mute it" }));
  expect(mute).toHaveBeenCalledOnce();
  expect(asked).toEqual([]);
});

test("a failure says what was kept and leaves the choices as they were", async () => {
  const twin = createTwin({ workspace: "sample" });
  const { user } = open({}, twin);
  await user.click(await screen.findByRole("checkbox", { name: /plan/ }));
  twin.exportRun = async () => {
    throw failure("file", "The disk is full. No file was written.", "Free some space and try again.");
  };
  await user.click(await go());
  expect((await screen.findByRole("alert")).textContent).toContain("The disk is full. No file was written.");
  expect(screen.getByRole("checkbox", { name: /plan/ })).toHaveProperty("checked", true);
});

test("Cancel stops the writing, and says that no file was written", async () => {
  const twin = createTwin({ workspace: "sample" });
  const { user } = open({}, twin);
  twin.exportRun = (request, onProgress) => {
    onProgress({
      job: request.job,
      share: 0.5,
      rows: 303,
      rejected: 0,
      rows_per_second: 1000,
      seconds_left: null,
      finishing: false,
    });
    return new Promise((_, reject) => {
      twin.cancelJob = async () => reject(failure("cancelled", "Cancelled."));
    });
  };
  await user.click(await go());
  expect(await screen.findByText("303 of 606 rows")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  expect(await screen.findByText("Cancelled. No file was written.")).toBeTruthy();
});

test("a closed file dialog goes back to choosing", async () => {
  const twin = createTwin({ workspace: "sample" });
  const { user } = open({}, twin);
  twin.exportRun = async () => null;
  await user.click(await go());
  expect(await go()).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a file that holds other people than were counted says so", async () => {
  const { user } = open({ people: 600 });
  await user.click(await screen.findByRole("button", { name: "Export 600 people" }));
  expect(await screen.findByText(/The count was 600 when this opened and 606 people were written/)).toBeTruthy();
});
