import { describe, expect, it } from "vitest";
import type { DraftNode } from "..";
import * as tree from "..";

let last = 0;
const ids = () => `p${++last}`;

function shape(node: DraftNode): string {
  if (tree.isGroup(node)) return `${node.group}${node.n ?? ""}(${node.of.map(shape).join(" ")})`;
  return node.card.kind;
}

function pasted(text: string): string | null {
  return tree.parsePasted(text, ids)?.map(shape).join(" ") ?? null;
}

describe("parseDraft", () => {
  it.each([
    ["", "no JSON"],
    ["[]", "no object"],
    ['{"muster_draft":2,"root":{"id":"r","group":"all","of":[]}}', "another version"],
    ['{"muster_draft":1,"root":{"id":"c","card":{"kind":"field"}}}', "a card as root"],
    ['{"muster_draft":1,"root":{"id":"r","group":"xor","of":[]}}', "no such group"],
    ['{"muster_draft":1,"root":{"id":"r","group":"all","of":[{"id":"c"}]}}', "neither card nor group"],
    ['{"muster_draft":1,"root":{"id":"r","group":"all","of":[{"id":"r","card":{"kind":"field"}}]}}', "an id twice"],
  ])("%s is refused: %s", (text) => {
    expect(tree.parseDraft(text)).toBeNull();
  });

  it("keeps what it does not know", () => {
    const text =
      '{"muster_draft":1,"root":{"id":"r","group":"all","of":[{"id":"c","card":{"kind":"list","list":"L"},"note":1}]}}';
    const draft = tree.parseDraft(text);
    expect(draft && tree.draftText(draft)).toBe(text);
  });
});

describe("parsePasted", () => {
  it.each([
    [
      '{"muster":1,"name":"n","where":{"kind":"all","of":[{"kind":"field","field":"name","op":"is_set"}]}}',
      "all(field)",
    ],
    ['{"kind":"property","property":"p","op":"is","value":1}', "property"],
    ['[{"kind":"field"},{"kind":"event"}]', "field event"],
    ['{"kind":"at_least","n":2,"of":[{"kind":"a"},{"kind":"b"}]}', "at_least2(a b)"],
    ['{"kind":"not","of":{"kind":"any","of":[{"kind":"a"},{"kind":"b"}]}}', "none(a b)"],
    ['{"kind":"not","of":{"kind":"all","of":[{"kind":"a"},{"kind":"b"}]}}', "none(all(a b))"],
    ['{"kind":"not","of":{"kind":"list","list":"l"}}', "none(list)"],
    ['{"muster_draft":1,"root":{"id":"r","group":"any","of":[]}}', "any()"],
    ['{"kind":"any"}', null],
    ['{"kind":"not"}', null],
    ['{"muster_cards":[]}', null],
    ['{"name":"x"}', null],
    ["plain text", null],
    ["5", null],
  ])("%s", (text, expected) => {
    expect(pasted(text)).toBe(expected);
  });

  it("brings copied cards back under other ids", () => {
    const node: DraftNode = {
      id: "a",
      group: "any",
      of: [{ id: "b", card: { kind: "event", event: "e" }, muted: true }],
    };
    const [back] = tree.parsePasted(tree.clipboardText([node]), ids) ?? [];
    expect(back && shape(back)).toBe("any(event)");
    expect(back?.id).not.toBe("a");
    expect(back && tree.isGroup(back) && back.of[0]?.muted).toBe(true);
  });
});
