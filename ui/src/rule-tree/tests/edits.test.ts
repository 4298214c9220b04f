import { describe, expect, it } from "vitest";
import type { Condition, Draft, DraftNode, GroupKind } from "..";
import * as tree from "..";

let last = 0;
const ids = () => `new-${++last}`;

function card(id: string, condition: Condition = { kind: "property", property: id }): DraftNode {
  return { id, card: condition };
}

function group(id: string, kind: GroupKind, ...of: DraftNode[]): DraftNode {
  return { id, group: kind, of, ...(kind === "at_least" ? { n: 1 } : {}) };
}

function draft(...of: DraftNode[]): Draft {
  return { muster_draft: 1, root: { id: "root", group: "all", of } };
}

/** The tree as text: `all(a any(b c))`. */
function shape(node: DraftNode): string {
  if (!tree.isGroup(node)) return node.id;
  return `${node.group}(${node.of.map(shape).join(" ")})`;
}

const start = draft(card("a"), group("g", "any", card("b"), card("c")), card("d"));

describe("insert", () => {
  it.each([
    [{ group: "root", index: 0 }, "all(x a any(b c) d)"],
    [{ group: "root", index: 9 }, "all(a any(b c) d x)"],
    [{ group: "g", index: 1 }, "all(a any(b x c) d)"],
    [{ group: "a", index: 0 }, "all(a any(b c) d)"],
    [{ group: "gone", index: 0 }, "all(a any(b c) d)"],
  ])("at %j", (place, expected) => {
    expect(shape(tree.insert(start, place, [card("x")]).draft.root)).toBe(expected);
  });

  it("onto a card makes a group of both", () => {
    expect(shape(tree.insertAt(start, { at: "onto", id: "d" }, [card("x")], ids).draft.root)).toBe(
      "all(a any(b c) any(d x))",
    );
    expect(shape(tree.insertAt(start, { at: "onto", id: "c" }, [card("x")], ids).draft.root)).toBe(
      "all(a any(b all(c x)) d)",
    );
  });
});

describe("move", () => {
  it.each([
    ["a", { at: "after", id: "d" }, "all(any(b c) d a)"],
    ["a", { at: "before", id: "d" }, "all(any(b c) a d)"],
    ["d", { at: "before", id: "a" }, "all(d a any(b c))"],
    ["a", { at: "into", id: "g" }, "all(any(b c a) d)"],
    ["a", { at: "into", id: "g", index: 0 }, "all(any(a b c) d)"],
    ["b", { at: "into", id: "g", index: 2 }, "all(a any(c b) d)"],
    ["c", { at: "into", id: "g", index: 0 }, "all(a any(c b) d)"],
    ["b", { at: "into", id: "root", index: 3 }, "all(a any(c) d b)"],
    ["a", { at: "onto", id: "d" }, "all(any(b c) any(d a))"],
    ["a", { at: "onto", id: "g" }, "all(any(b c a) d)"],
    ["g", { at: "onto", id: "a" }, "all(any(a any(b c)) d)"],
    ["g", { at: "before", id: "a" }, "all(any(b c) a d)"],
    ["g", { at: "into", id: "g" }, "all(a any(b c) d)"],
    ["g", { at: "before", id: "b" }, "all(a any(b c) d)"],
    ["a", { at: "onto", id: "a" }, "all(a any(b c) d)"],
    ["root", { at: "into", id: "g" }, "all(a any(b c) d)"],
    ["a", { at: "before", id: "root" }, "all(a any(b c) d)"],
    ["a", { at: "before", id: "gone" }, "all(a any(b c) d)"],
    ["a", { at: "into", id: "d" }, "all(a any(b c) d)"],
  ] satisfies [string, tree.Target, string][])("%s to %j", (id, target, expected) => {
    const moved = tree.move(start, id, target, ids);
    expect(shape(moved.draft.root)).toBe(expected);
    expect(moved.focus).toBe(id);
  });

  it("to where it is changes nothing", () => {
    expect(tree.move(start, "a", { at: "before", id: "g" }).draft).toBe(start);
    expect(tree.moveTo(start, "d", { group: "root", index: 2 }).draft).toBe(start);
  });

  it("leaves an emptied group where it was", () => {
    const one = draft(group("g", "none", card("a")), card("b"));
    expect(shape(tree.move(one, "a", { at: "after", id: "b" }).draft.root)).toBe("all(none() b a)");
  });
});

describe("remove, duplicate, wrap, dissolve", () => {
  it.each([
    ["a", "all(any(b c) d)", "g"],
    ["c", "all(a any(b) d)", "b"],
    ["d", "all(a any(b c))", "g"],
    ["g", "all(a d)", "d"],
    ["root", "all(a any(b c) d)", "root"],
  ])("remove %s", (id, expected, focus) => {
    const removed = tree.remove(start, id);
    expect(shape(removed.draft.root)).toBe(expected);
    expect(removed.focus).toBe(focus);
  });

  it("duplicate gives fresh ids to everything in it", () => {
    const { draft: twice, focus } = tree.duplicate(start, "g", ids);
    const seen = tree.allNodes(twice).map((node) => node.id);
    expect(new Set(seen).size).toBe(9);
    expect(focus).toBe(twice.root.of[2]?.id);
    expect(tree.findGroup(twice, focus)?.of.length).toBe(2);
  });

  it("wrap says something new", () => {
    expect(shape(tree.wrap(start, "a").draft.root)).toBe("all(any(a) any(b c) d)");
    expect(shape(tree.wrap(start, "b").draft.root)).toBe("all(a any(all(b) c) d)");
    expect(shape(tree.wrap(start, "root").draft.root)).toBe("all(all(a any(b c) d))");
  });

  it("dissolve leaves the parts in the place", () => {
    expect(shape(tree.dissolve(start, "g").draft.root)).toBe("all(a b c d)");
    expect(tree.dissolve(start, "root").draft).toBe(start);
    expect(tree.dissolve(start, "a").draft).toBe(start);
  });

  it("what was off with its group stays off without it", () => {
    const off = tree.setMuted(start, "g", true).draft;
    expect(tree.find(tree.dissolve(off, "g").draft, "b")?.muted).toBe(true);
  });
});

describe("alongside", () => {
  it("asks for both, whatever joins the group", () => {
    const also: Condition = { kind: "property", property: "p", op: "is_set" };
    expect(shape(tree.alongside(start, "a", also, () => "x").draft.root)).toBe("all(a x any(b c) d)");
    const other = tree.alongside(start, "b", also, ids).draft.root;
    expect(shape(other)).toMatch(/^all\(a any\(all\(b new-\d+\) c\) d\)$/);
  });
});

describe("negate", () => {
  const negated = (condition: Condition) => tree.negated(condition);

  it.each([
    [
      { kind: "property", property: "p", op: "is", value: 1 },
      { op: "is_not", value: 1 },
    ],
    [
      { kind: "field", field: "name", op: "not_in", value: ["a"] },
      { op: "in", value: ["a"] },
    ],
    [{ kind: "property", property: "p", op: "is_set" }, { op: "is_not_set" }],
    [
      { kind: "field", field: "created_at", op: "during", value: {} },
      { op: "not_during", value: {} },
    ],
    [
      { kind: "event", event: "e" },
      { op: "is", value: 0 },
    ],
    [
      { kind: "event", event: "e", op: "gte", value: 1 },
      { op: "is", value: 0 },
    ],
    [
      { kind: "event", event: "e", op: "gt", value: 5 },
      { op: "lte", value: 5 },
    ],
    [
      { kind: "event", event: "e", op: "lt", value: 3 },
      { op: "gte", value: 3 },
    ],
    [
      { kind: "event", event: "e", measure: { fn: "sum", property: "p" }, op: "gt", value: 5 },
      { op: "lte", value: 5 },
    ],
  ] satisfies [Condition, object][])("%j", (condition, expected) => {
    expect(negated(condition)).toMatchObject(expected);
  });

  it('"did not" turns into "did" without a count', () => {
    expect(negated({ kind: "event", event: "e", op: "is", value: 0 })).toEqual({ kind: "event", event: "e" });
  });

  it.each([
    [{ kind: "property", property: "p", op: "gt", value: 1 }],
    [{ kind: "property", property: "p", op: "between", value: [1, 2] }],
    [{ kind: "property", property: "p" }],
    [{ kind: "event", event: "e", measure: { fn: "avg", property: "p" }, op: "gt", value: 5 }],
    [{ kind: "event", event: "e", pick: "first", having: {} }],
    [{ kind: "segment", segment: "s" }],
  ] satisfies [Condition][])("%j has no negative of its own: absent values would be lost", (condition) => {
    expect(negated(condition)).toBeNull();
  });

  it("puts None of around what has no negative, and takes it away again", () => {
    const one = draft(card("a", { kind: "property", property: "p", op: "gt", value: 1 }));
    const not = tree.negate(one, "a", ids).draft;
    expect(shape(not.root)).toBe("all(none(a))");
    expect(tree.negate(not, "a", ids).draft).toEqual(one);
  });

  it.each([
    ["any", "all(none(b))"],
    ["none", "all(any(b))"],
    ["all", "all(none(all(b)))"],
    ["at_least", "all(none(at_least(b)))"],
  ] satisfies [GroupKind, string][])("group %s, and back", (kind, expected) => {
    const one = draft(group("g", kind, card("b")));
    const not = tree.negate(one, "g", ids).draft;
    expect(shape(not.root)).toBe(expected);
    expect(shape(tree.negate(not, "g", ids).draft.root)).toBe(shape(one.root));
  });

  it("the root keeps its id", () => {
    const not = tree.negate(start, "root", ids).draft;
    expect(not.root.id).toBe("root");
    expect(shape(not.root)).toBe("none(all(a any(b c) d))");
    expect(tree.negate(not, "root", ids).draft).toEqual(start);
  });
});

describe("small changes", () => {
  it("mute is taken out of the JSON when off", () => {
    const off = tree.setMuted(start, "a", true).draft;
    expect(tree.find(off, "a")?.muted).toBe(true);
    expect(tree.setMuted(off, "a", false).draft).toEqual(start);
    expect(tree.setMuted(start, "root", true).draft).toBe(start);
  });

  it("the n of At least stays between 1 and the parts", () => {
    expect(tree.setGroup(start, "g", "at_least", 9).draft.root.of[1]).toMatchObject({ group: "at_least", n: 2 });
    expect(tree.setGroup(start, "g", "at_least", 0).draft.root.of[1]).toMatchObject({ n: 1 });
    const some = tree.setGroup(start, "g", "at_least").draft;
    expect(tree.setGroup(some, "g", "any").draft).toEqual(start);
    expect(tree.setGroup(start, "g", "any").draft).toBe(start);
  });

  it("an edit shares what it did not touch", () => {
    const changed = tree.updateCard(start, "b", (was) => ({ ...was, op: "is_set" })).draft;
    expect(changed.root.of[0]).toBe(start.root.of[0]);
    expect(changed.root.of[1]).not.toBe(start.root.of[1]);
    expect(tree.updateCard(start, "b", (was) => was).draft).toBe(start);
  });

  it("a kind without an editor survives everything untouched", () => {
    const strange: Condition = { kind: "sequence", steps: [{ event: "a" }], within: { n: 3, unit: "day" } };
    const one = draft(card("s", strange), group("g", "any"));
    const back = tree.parseDraft(tree.draftText(tree.move(one, "s", { at: "into", id: "g" }).draft));
    expect(back && tree.findCard(back, "s")?.card).toEqual(strange);
  });
});
