import { screen, waitFor } from "@testing-library/react";
import { createTwin, savedSegments, type Twin } from "../../../api/twin";
import { type Draft, type DraftNode, draftText } from "../../../rule-tree";
import { renderWithTwin } from "../../../testing";
import { SegmentEditor } from "..";

/** A draft of the given parts under an All group. */
export function draftOfParts(...of: DraftNode[]): Draft {
  return { muster_draft: 1, root: { id: "root", group: "all", of } };
}

export const plan: DraftNode = {
  id: "plan",
  card: { kind: "property", property: "plan", op: "is_not", value: "free" },
};
export const opened: DraftNode = {
  id: "opened",
  card: { kind: "event", event: "app_opened", op: "gte", value: 3, window: { last: { n: 30, unit: "day" } } },
};
export const devices: DraftNode = {
  id: "devices",
  card: { kind: "property", property: "devices", op: "gte", value: 3 },
};
export const country: DraftNode = { id: "country", card: { kind: "property", property: "country", op: "is" } };
export const anyGroup: DraftNode = { id: "any", group: "any", of: [opened, devices] };

/** A twin whose first segment has this draft. */
export function twinWith(draft: Draft): Twin {
  const [first, ...others] = savedSegments();
  if (!first) throw new Error("the twin has segments");
  return createTwin({ workspace: "sample", segments: [{ ...first, draft: draftText(draft) }, ...others] });
}

/** The editor over a draft, counted and ready. */
export async function openEditor(draft: Draft, twin: Twin = twinWith(draft)) {
  const view = renderWithTwin(<SegmentEditor id={1} onBack={() => undefined} />, twin);
  await screen.findByTestId("canvas");
  await screen.findByTestId("palette-item-property-plan");
  await waitFor(() => expectCounted());
  return { ...view, twin };
}

/** The count stands. */
export function expectCounted(): void {
  if (screen.getByTestId("hero-count").dataset.people === undefined) throw new Error("not counted yet");
}

/** The draft as it is in the twin's file. */
export async function draftInFile(twin: Twin): Promise<Draft> {
  return JSON.parse((await twin.openSegment(1)).draft) as Draft;
}

/** The ids of a group's parts as they stand on the page. */
export function idsIn(testId: string): (string | undefined)[] {
  const group = screen.getByTestId(testId);
  const list = testId === "canvas" ? group.querySelector(":scope > ol") : group.querySelector(":scope > ol");
  return [...(list?.querySelectorAll<HTMLElement>(":scope > li > [data-node]") ?? [])].map((node) => node.dataset.node);
}
