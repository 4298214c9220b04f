import { describe, expect, it } from "vitest";
import { nodeAtPath } from "../paths";
import type { Draft, DraftNode } from "../types";

const card = (id: string, condition = {}): DraftNode => ({ id, card: { kind: "list", list: id, ...condition } });
const draft: Draft = {
  muster_draft: 1,
  root: {
    id: "root",
    group: "all",
    of: [
      card("off"),
      card("a"),
      { id: "none", group: "none", of: [card("b"), card("off2"), card("c")] },
      { id: "any", group: "any", of: [card("d", { kind: "related", where: { kind: "segment", segment: "X (new)" } })] },
    ],
  },
};
const at = (path: string) => nodeAtPath(draft, path, (id) => !id.startsWith("off"))?.id ?? null;

describe("the node of a place in the rule", () => {
  it.each([
    ["where", null],
    ["where.of[0]", "a"],
    ["where.of[0].where.of[1].value", "a"],
    ["where.of[1]", "none"],
    ["where.of[1].of", "none"],
    ["where.of[1].of.of[0]", "b"],
    ["where.of[1].of.of[1].list", "c"],
    ["where.of[2].of[0].where", "d"],
    ["where.of[2].of[7]", "any"],
    ["where.of[9]", null],
    ["where.of[10]", null],
    ["segment(X (new)).where.of[0]", "d"],
    ["segment(Y).where", null],
  ])("%s is %s", (path, id) => {
    expect(at(path)).toBe(id);
  });
});
