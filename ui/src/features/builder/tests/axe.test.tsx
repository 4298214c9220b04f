import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { axeFindings, failure } from "../../../testing";
import { anyGroup, country, draftOfParts, openEditor, opened, plan } from "./world";

const full = draftOfParts(
  plan,
  country,
  anyGroup,
  { ...opened, id: "off", muted: true },
  { id: "none", group: "none", of: [] },
);

// Axe looks at every element in turn, which takes its time on a busy machine.
describe("axe finds nothing", { timeout: 60_000 }, () => {
  it("on the empty canvas", async () => {
    await openEditor(draftOfParts());
    expect(await axeFindings()).toEqual([]);
  });

  it("on a rule with groups, unfinished and muted cards", async () => {
    await openEditor(full);
    expect(await axeFindings()).toEqual([]);
  });

  it.each(["what", "op", "value"])("in the editor of the pill %s", async (pill) => {
    const { user } = await openEditor(full);
    await user.click(screen.getByTestId(`pill-plan-${pill}`));
    await screen.findByRole("dialog");
    expect(await axeFindings()).toEqual([]);
  });

  it.each(["count", "window", "where"])("in the editor of the event's pill %s", async (pill) => {
    const { user } = await openEditor(full);
    await user.click(screen.getByTestId(`pill-opened-${pill}`));
    await screen.findByRole("dialog");
    expect(await axeFindings()).toEqual([]);
  });

  it("in the menus", async () => {
    const { user } = await openEditor(full);
    await user.click(screen.getByTestId("more-plan"));
    expect(await axeFindings()).toEqual([]);
    await user.keyboard("{Escape}");
    await user.click(screen.getByTestId("group-any-kind"));
    expect(await axeFindings()).toEqual([]);
  });

  it("while something is picked up", async () => {
    const { user } = await openEditor(full);
    document.querySelector<HTMLElement>('[data-node="plan"]')?.focus();
    await user.keyboard(" {ArrowDown}");
    expect(await axeFindings()).toEqual([]);
  });

  it("where counting failed, and on the statement", async () => {
    const { user, twin } = await openEditor(full);
    twin.fail("count", failure("busy", "The workspace file is in use."));
    document.querySelector<HTMLElement>('[data-node="plan"]')?.focus();
    await user.keyboard("n");
    await screen.findByText("not current");
    await user.click(screen.getByTestId("tab-sql"));
    await screen.findByTestId("sql");
    expect(await axeFindings()).toEqual([]);
  });
});
