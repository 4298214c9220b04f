import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { highlight } from "../highlight";

const kinds = (sql: string) =>
  highlight(sql)
    .flat()
    .filter(({ kind }) => kind !== null)
    .map(({ kind, text }) => `${kind}:${text.trim()}`);

describe("highlight", () => {
  it.each([
    ["SELECT user_id FROM users", ["k:SELECT", "k:FROM"]],
    ["-- a 'b' 3\nSELECT 1", ["c:-- a 'b' 3", "k:SELECT", "n:1"]],
    ["x = 'it''s AND' AND y", ["s:'it''s AND'", "k:AND"]],
    ["'two\nlines' OR 1", ["s:'two", "s:lines'", "k:OR", "n:1"]],
    ['"select" = 1.5e3', ["n:1.5e3"]],
    ["/* a\nb */ WITH t1 AS", ["c:/* a", "c:b */", "k:WITH", "k:AS"]],
    ["selection fromage t1", []],
    ["'open", ["s:'open"]],
  ])("%s", (sql, expected) => {
    expect(kinds(sql)).toEqual(expected);
  });

  it("loses nothing", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("'", '"', "-", "/", "*", "\n", " ", "a", "1", "SELECT", "é", ".") }),
        (sql) => {
          const back = highlight(sql)
            .map((line) => line.map(({ text }) => text).join(""))
            .join("\n");
          expect(back).toBe(sql);
        },
      ),
    );
  });
});
