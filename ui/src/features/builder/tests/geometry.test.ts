import { describe, expect, it } from "vitest";
import type { Draft } from "../../../rule-tree";
import { type Boxes, placeUnder } from "../canvas/geometry";

const card = (id: string) => ({ id, card: { kind: "field" as const, field: id } });
const draft: Draft = {
  muster_draft: 1,
  root: {
    id: "root",
    group: "all",
    of: [
      card("a"),
      { id: "g", group: "any", of: [card("b"), card("c")] },
      { id: "e", group: "none", of: [] },
      { id: "f", group: "any", collapsed: true, of: [card("x")] },
    ],
  },
};

const box = (top: number, bottom: number, left = 40, right = 600) => ({ top, bottom, left, right });
const boxes: Boxes = new Map([
  ["a", box(50, 90)],
  ["g", box(100, 240)],
  ["b", box(140, 180, 70, 590)],
  ["c", box(190, 230, 70, 590)],
  ["e", box(250, 320)],
  ["f", box(330, 370)],
]);

describe("the place under the pointer", () => {
  it.each([
    ["above everything", 20, null, { group: "root", index: 0 }],
    ["at a card's top", 55, null, { group: "root", index: 0 }],
    ["in a card's middle", 70, null, { onto: "a" }],
    ["at a card's end", 87, null, { group: "root", index: 1 }],
    ["between", 95, null, { group: "root", index: 1 }],
    ["at a group's edge", 103, null, { group: "root", index: 1 }],
    ["in a group's head", 125, null, { group: "g", index: 0 }],
    ["inside a group, in a card", 160, null, { onto: "b" }],
    ["inside a group, between", 185, null, { group: "g", index: 1 }],
    ["at a group's end", 230, null, { group: "g", index: 2 }],
    ["past a group's end", 238, null, { group: "root", index: 2 }],
    ["in an empty group", 290, null, { group: "e", index: 0 }],
    ["in a folded group", 350, null, { group: "f", index: 1 }],
    ["below everything", 800, null, { group: "root", index: 4 }],
    ["over itself", 70, "a", null],
    ["beside itself", 95, "a", null],
    ["beside itself, before", 45, "a", null],
    ["a group over itself", 160, "g", null],
    ["a card over its neighbour", 210, "b", { onto: "c" }],
    ["a card after its neighbour", 229, "b", { group: "g", index: 2 }],
  ])("%s", (_what, y, carried, expected) => {
    expect(placeUnder(draft, boxes, 300, y, carried)).toEqual(expected);
  });

  it("in the gutter beside a group is beside the group", () => {
    expect(placeUnder(draft, boxes, 10, 160, null)).toEqual({ group: "root", index: 1 });
  });
});
