import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Condition, Draft, DraftNode, Edited, GroupKind } from "..";
import * as tree from "..";

type Edit = (draft: Draft) => Edited;

const KINDS: GroupKind[] = ["all", "any", "none", "at_least"];
const STEPS = ["up", "down", "in", "out"] as const;
const CARDS: Condition[] = [
  { kind: "field", field: "email", op: "is_set" },
  { kind: "property", property: "plan", op: "is", value: "free" },
  { kind: "property", property: "devices", op: "gt", value: 3 },
  { kind: "event", event: "app_opened" },
  { kind: "list", list: "Quiet" },
];

/** Names one node of whatever tree there is. */
const someNode = fc.nat(1000).map((n) => (draft: Draft): DraftNode => {
  const nodes = tree.allNodes(draft);
  return nodes[n % nodes.length] as DraftNode;
});
const someCard = fc.constantFrom(...CARDS);
const someTarget = fc
  .tuple(fc.constantFrom("before", "after", "onto", "into"), someNode, fc.nat(6))
  .map(([at, node, index]) => (draft: Draft): tree.Target => {
    const { id } = node(draft);
    return at === "into" ? { at, id, index } : { at, id };
  });

/** Every edit but removing. */
const keeping: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(someTarget, someCard).map(
    ([to, card]): Edit =>
      (d) =>
        tree.insertAt(d, to(d), [tree.newCard(card)]),
  ),
  fc.tuple(someNode, someTarget).map(
    ([node, to]): Edit =>
      (d) =>
        tree.move(d, node(d).id, to(d)),
  ),
  fc.tuple(someNode, fc.constantFrom(...STEPS)).map(
    ([node, step]): Edit =>
      (d) => {
        const { id } = node(d);
        const from = tree.placeOf(d, id);
        const to = from && tree.stepPlace(d, id, from, step);
        return to ? tree.moveTo(d, id, to) : { draft: d, focus: id };
      },
  ),
  someNode.map(
    (node): Edit =>
      (d) =>
        tree.duplicate(d, node(d).id),
  ),
  fc.tuple(someNode, fc.option(fc.constantFrom(...KINDS), { nil: undefined })).map(
    ([node, kind]): Edit =>
      (d) =>
        tree.wrap(d, node(d).id, kind),
  ),
  someNode.map(
    (node): Edit =>
      (d) =>
        tree.dissolve(d, node(d).id),
  ),
  someNode.map(
    (node): Edit =>
      (d) =>
        tree.negate(d, node(d).id),
  ),
  fc.tuple(someNode, fc.boolean()).map(
    ([node, off]): Edit =>
      (d) =>
        tree.setMuted(d, node(d).id, off),
  ),
  fc.tuple(someNode, fc.boolean()).map(
    ([node, shut]): Edit =>
      (d) =>
        tree.setCollapsed(d, node(d).id, shut),
  ),
  fc.tuple(someNode, fc.constantFrom(...KINDS), fc.nat(5)).map(
    ([node, kind, n]): Edit =>
      (d) =>
        tree.setGroup(d, node(d).id, kind, n),
  ),
  fc.tuple(someNode, someCard).map(
    ([node, card]): Edit =>
      (d) =>
        tree.updateCard(d, node(d).id, () => card),
  ),
);
const removing: fc.Arbitrary<Edit> = someNode.map(
  (node): Edit =>
    (d) =>
      tree.remove(d, node(d).id),
);
const anyEdit = fc.oneof({ weight: 8, arbitrary: keeping }, { weight: 1, arbitrary: removing });

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}

function run(edits: readonly Edit[], from: Draft): Draft {
  return edits.reduce((draft, edit) => freeze(edit(draft).draft), from);
}

const empty = () => freeze(tree.emptyDraft());

describe("any edits", () => {
  it("keep ids unique, the root what it is, and the place they answer in the tree", () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 40 }), (edits) => {
        const start = empty();
        let draft: Draft = start;
        for (const edit of edits) {
          const after = edit(draft);
          draft = freeze(after.draft);
          const ids = tree.allNodes(draft).map((node) => node.id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids).toContain(after.focus);
          expect(draft.root.id).toBe(start.root.id);
          expect(draft.root.muted).toBeUndefined();
        }
      }),
    );
  });

  it("lose no card but by removing", () => {
    fc.assert(
      fc.property(fc.array(keeping, { maxLength: 40 }), (edits) => {
        let draft: Draft = empty();
        for (const edit of edits) {
          const before = tree.allCards(draft).map((card) => card.id);
          draft = edit(draft).draft;
          const after = new Set(tree.allCards(draft).map((card) => card.id));
          expect(before.filter((id) => !after.has(id))).toEqual([]);
        }
      }),
    );
  });

  it("are all undone to the start and redone to the end", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyEdit, fc.option(fc.constantFrom("a", "b"))), { maxLength: 40 }), (edits) => {
        const start = empty();
        let history = tree.startHistory<Draft>(start);
        for (const [edit, key] of edits) history = tree.record(history, edit(history.present).draft, "edit", key);
        const end = history.present;
        const steps = history.done.length;
        for (let i = 0; i < steps; i++) history = tree.undo(history);
        expect(history.present).toBe(start);
        expect(tree.undo(history)).toBe(history);
        for (let i = 0; i < steps; i++) history = tree.redo(history);
        expect(history.present).toBe(end);
        expect(tree.redo(history)).toBe(history);
      }),
    );
  });

  it("survive being written and read", () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 25 }), (edits) => {
        const draft = run(edits, empty());
        expect(tree.parseDraft(tree.draftText(draft))).toEqual(draft);
      }),
    );
  });

  it("negated twice means what it did", () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 25 }), someNode, (edits, node) => {
        const draft = run(edits, empty());
        const { id } = node(draft);
        const twice = tree.negate(tree.negate(draft, id).draft, id).draft;
        expect(meaning(twice.root)).toEqual(meaning(draft.root));
      }),
    );
  });

  it("held places are places of the tree, and every place can be reached", () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 25 }), someNode, (edits, node) => {
        const draft = run(edits, empty());
        const { id } = node(draft);
        const from = tree.placeOf(draft, id);
        if (!from) return;
        const key = (place: tree.Place) => `${place.group}/${place.index}`;
        const reached = new Map([[key(from), from]]);
        for (const place of reached.values()) {
          expect(tree.positionAt(draft, id, place)).not.toBeNull();
          for (const step of STEPS) {
            const next = tree.stepPlace(draft, id, place, step);
            if (next) reached.set(key(next), next);
          }
        }
        let all = 0;
        for (const group of tree.allNodes(draft)) {
          if (tree.isGroup(group) && !tree.isWithin(draft, group.id, id)) {
            all += group.of.filter((part) => part.id !== id).length + 1;
          }
        }
        expect(reached.size).toBe(all);
      }),
    );
  });
});

/** What a node says, without ids; two ways to say "did" are one, and so are a group of one group and that group. */
function meaning(node: DraftNode): unknown {
  const off = node.muted ? ["off"] : [];
  if (!tree.isGroup(node)) {
    const { card } = node;
    if (tree.isEvent(card) && tree.isDid(card)) return [...off, { kind: "event", event: card.event }];
    return [...off, card];
  }
  const [only, ...others] = node.of;
  if (node.group === "any" && only && others.length === 0 && tree.isGroup(only) && !only.muted) {
    return [...off, ...(meaning(only) as unknown[])];
  }
  return [...off, node.group, node.n ?? null, node.of.map(meaning)];
}
