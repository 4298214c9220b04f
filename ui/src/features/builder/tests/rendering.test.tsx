import { screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { DraftNode } from "../../../rule-tree";
import { draftOfParts, openEditor } from "./world";

const rendered: string[] = [];

// Every rendering of a card asks for its icon; nothing else of the page does.
vi.mock("../wording/catalog", async (importActual) => {
  const actual = await importActual<typeof import("../wording/catalog")>();
  return {
    ...actual,
    cardIcon: (...asked: Parameters<typeof actual.cardIcon>) => {
      rendered.push(JSON.stringify(asked[1]));
      return actual.cardIcon(...asked);
    },
  };
});

const cards: DraftNode[] = Array.from({ length: 40 }, (_, n) => ({
  id: `c${n}`,
  card: { kind: "property", property: "plan", op: "is", value: `v${n}` },
}));
const half: DraftNode = { id: "g", group: "any", of: cards.slice(20) };

afterEach(() => {
  rendered.length = 0;
});

describe("a change", () => {
  it("renders only the cards that it changes", async () => {
    const { user } = await openEditor(draftOfParts(...cards.slice(0, 20), half));
    document.querySelector<HTMLElement>('[data-node="c25"]')?.focus();
    rendered.length = 0;
    await user.keyboard("n");
    await waitFor(() => expect(screen.getByTestId("pill-c25-op").textContent).toBe("is not"));
    await waitFor(() => expect(screen.getByTestId("saved-state").dataset.phase).toBe("saved"));
    const others = rendered.filter((card) => !card.includes('"v25"'));
    expect(others).toEqual([]);
    expect(rendered.length).toBeGreaterThan(0);
  });

  it("of the focus renders two cards", async () => {
    const { user } = await openEditor(draftOfParts(...cards.slice(0, 20), half));
    document.querySelector<HTMLElement>('[data-node="c3"]')?.focus();
    rendered.length = 0;
    await user.keyboard("{ArrowDown}");
    expect(new Set(rendered).size).toBe(2);
  });
});
