import { describe, expect, it } from "vitest";
import type { Draft, MoveStep } from "..";
import * as tree from "..";

const card = (id: string) => ({ id, card: { kind: "field", field: id } });

const start: Draft = {
  muster_draft: 1,
  root: {
    id: "root",
    group: "all",
    of: [
      card("a"),
      { id: "g", group: "any", of: [card("b"), { id: "h", group: "none", of: [card("c")] }] },
      card("d"),
      { id: "e", group: "any", of: [] },
    ],
  },
};

describe("walking", () => {
  it("goes down and up in the order of reading", () => {
    const down: string[] = [];
    for (let at: string | null = "root"; at; at = tree.nextOf(start, at)) down.push(at);
    expect(down).toEqual(["root", "a", "g", "b", "h", "c", "d", "e"]);
    const up: string[] = [];
    for (let at: string | null = "e"; at && at !== "root"; at = tree.previousOf(start, at)) up.unshift(at);
    expect(["root", ...up]).toEqual(down);
    expect(tree.previousOf(start, "root")).toBeNull();
    expect(tree.nextOf(start, "gone")).toBeNull();
  });

  it("passes over what is folded", () => {
    const folded = tree.setCollapsed(start, "g", true).draft;
    expect(tree.nextOf(folded, "g")).toBe("d");
    expect(tree.intoOf(folded, "g")).toBeNull();
    expect(tree.setCollapsed(folded, "g", false).draft).toEqual(start);
  });

  it("goes into a group and out of it", () => {
    expect(tree.intoOf(start, "g")).toBe("b");
    expect(tree.intoOf(start, "a")).toBeNull();
    expect(tree.intoOf(start, "e")).toBeNull();
    expect(tree.outOf(start, "c")).toBe("h");
    expect(tree.outOf(start, "root")).toBeNull();
  });
});

describe("moving by keyboard", () => {
  it.each([
    ["a", "down", "root", 1],
    ["a", "up", null, 0],
    ["a", "in", "g", 0],
    ["a", "out", null, 0],
    ["b", "up", "root", 1],
    ["b", "out", "root", 1],
    ["b", "down", "g", 1],
    ["b", "in", "h", 0],
    ["c", "down", "g", 2],
    ["h", "down", "root", 2],
    ["h", "out", "root", 2],
    ["d", "in", "e", 0],
    ["g", "in", null, 0],
    ["e", "down", null, 0],
  ] satisfies [string, MoveStep, string | null, number][])("%s %s", (id, step, group, index) => {
    const from = tree.placeOf(start, id);
    expect(from && tree.stepPlace(start, id, from, step)).toEqual(group === null ? null : { group, index });
  });

  it("in and out again is where it was", () => {
    for (const node of tree.allNodes(start)) {
      const from = tree.placeOf(start, node.id);
      const inside = from && tree.stepPlace(start, node.id, from, "in");
      if (inside) expect(tree.stepPlace(start, node.id, inside, "out")).toEqual(from);
    }
  });

  it("says where", () => {
    expect(tree.positionOf(start, "h")).toEqual({ position: 2, of: 2, group: "any", n: null, depth: 2 });
    expect(tree.positionOf(start, "root")).toBeNull();
    expect(tree.positionAt(start, "a", { group: "h", index: 1 })).toEqual({
      position: 2,
      of: 2,
      group: "none",
      n: null,
      depth: 3,
    });
    expect(tree.positionAt(start, "g", { group: "h", index: 0 })).toBeNull();
  });
});
