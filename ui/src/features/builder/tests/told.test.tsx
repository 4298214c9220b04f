import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { KINDS } from "../../../api/twin";
import { allCards, type Condition, type DraftNode } from "../../../rule-tree";
import { axeFindings, failure } from "../../../testing";
import { draftInFile, draftOfParts, idsIn, openEditor, plan, twinWith } from "./world";

const node = (kind: string): DraftNode => ({ id: kind, card: KINDS[kind] as unknown as Condition });
const all = Object.keys(KINDS).map(node);
const focusNode = (id: string) => document.querySelector<HTMLElement>(`[data-node="${id}"]`)?.focus();
const cardsInFile = async (twin: Parameters<typeof draftInFile>[0]) =>
  allCards(await draftInFile(twin)).map(({ card }) => JSON.stringify(card));

const planInFile = JSON.stringify("card" in plan ? plan.card : null);

const LABELS = {
  sequence: "Events in order",
  regular: "Regular events",
  changed: "Changed property",
  ever: "Property at some time",
  past: "Property in the past",
  rank: "Ranking",
  related: "Related data",
  segment: "Other segment",
  list: "List",
  consent: "Consent",
  first: "First event",
  measure: "Measured events",
  seen: "Measured events",
  filtered: "Filtered events",
  weekend: "Filtered events",
};

describe("a card without editors", () => {
  it("of each kind shows its sentence, its kind and its count, and axe finds nothing", async () => {
    expect(Object.keys(LABELS).sort()).toEqual(Object.keys(KINDS).sort());
    await openEditor(draftOfParts({ id: "g", group: "any", of: all }));
    for (const [kind, label] of Object.entries(LABELS)) {
      await waitFor(() => expect(screen.getByTestId(`told-${kind}`).textContent).toMatch(/ .* /));
      const card = screen.getByTestId(`card-${kind}`);
      expect(screen.getByTestId(`told-note-${kind}`).textContent).toBe(
        `${label} · shown here as it is; edited with a later version, or in a file`,
      );
      expect(screen.getByTestId(`card-${kind}-count`).dataset.people, kind).toMatch(/^\d+$/);
      expect(card.querySelector("[data-opens]"), kind).toBeNull();
      expect(card.getAttribute("aria-label"), kind).toBe(screen.getByTestId(`told-${kind}`).textContent);
    }
    expect(await axeFindings()).toEqual([]);
  }, 60_000);

  it.each(Object.keys(KINDS))(
    "of the kind %s is moved, muted, copied and taken out as any, and kept to the byte",
    async (kind) => {
      const { user, twin } = await openEditor(draftOfParts(plan, node(kind)));
      const before = JSON.stringify(KINDS[kind]);
      focusNode(kind);
      await user.keyboard("{Alt>}{ArrowUp}{/Alt}m");
      expect(idsIn("canvas")).toEqual([kind, "plan"]);
      expect(screen.getByTestId(`card-${kind}`).className).toContain("muted");
      await user.keyboard("m{Control>}d{/Control}");
      const [, copy] = idsIn("canvas");
      // The copy has its sentence before it is counted.
      expect(screen.getByTestId(`told-${copy}`).textContent).toBe(screen.getByTestId(`told-${kind}`).textContent);
      await waitFor(async () => expect(await cardsInFile(twin)).toEqual([before, before, planInFile]));
      await user.keyboard(" {ArrowDown} {Delete}");
      await waitFor(async () => expect(await cardsInFile(twin)).toEqual([before, planInFile]));
    },
  );

  it("says on Enter that it is not edited here, and opens nothing", async () => {
    const { user } = await openEditor(draftOfParts(node("sequence")));
    focusNode("sequence");
    await user.keyboard("{Enter}");
    expect(screen.getByTestId("spoken").textContent).toBe("Events in order: it cannot be edited here yet.");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("that means nothing says why, and keeps its name", async () => {
    const own = { kind: "segment", segment: "Hesitant power users" };
    await openEditor(draftOfParts(plan, { id: "own", card: own }));
    const card = screen.getByTestId("card-own");
    expect(card.className).toContain("failed");
    expect(card.textContent).toContain("Other segment: Hesitant power users");
    expect(card.textContent).toContain("The segment “Hesitant power users” refers to itself.");
    expect(screen.getByText("1 unfinished left out")).toBeTruthy();
  });

  it("that names nothing says what is missing in Muster's words", async () => {
    await openEditor(draftOfParts(plan, { id: "list", card: { kind: "list", list: "" } }));
    expect(screen.getByTestId("card-list").className).toContain("incomplete");
    expect(screen.getByText("A list is missing. Left out of the count until it is finished.")).toBeTruthy();
  });

  it("stands under its kind while it cannot be counted", async () => {
    const draft = draftOfParts(node("list"));
    const twin = twinWith(draft);
    const release = twin.hold("count");
    const opening = openEditor(draft, twin);
    expect((await screen.findByTestId("told-list")).textContent).toBe("List: Invited to the spring dinner");
    release();
    await opening;
    await waitFor(() => expect(screen.getByTestId("told-list").textContent).toMatch(/^is on the list/));
    twin.fail("count", failure("busy", "In use."));
    expect(screen.getByTestId("told-list").textContent).toMatch(/^is on the list/);
  });

  it("follows a rule that was pasted, whatever it holds", async () => {
    await openEditor(
      draftOfParts(
        plan,
        { id: "odd", card: { kind: "event", event: 5 } as unknown as Condition },
        { id: "new", card: { kind: "tomorrow", n: 3 } },
      ),
    );
    expect(screen.getByTestId("told-odd")).toBeTruthy();
    expect(screen.getByTestId("told-new").textContent).toBe("tomorrow");
  });
});
