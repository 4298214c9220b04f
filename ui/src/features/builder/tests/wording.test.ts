import { describe, expect, it } from "vitest";
import type { NodeReport } from "../../../api";
import { makeLocale, wordsOf } from "../../../i18n";
import type { Condition, Json, Op } from "../../../rule-tree";
import { hasEditors } from "../wording/editable";
import { fittingOps, OPS, valueFor } from "../wording/ops";
import { keepSaid } from "../wording/said";
import { cardParts, cardSentence, firstMissing } from "../wording/sentence";
import { typedValue } from "../wording/values";
import { readFilters, writeFilters } from "../wording/where";
import { boundsWords, windowWords } from "../wording/windows";

const words = wordsOf(makeLocale("en-GB", "UTC"));
const say = (card: Condition) => cardSentence(words, undefined, card);
const days = (n: number) => ({ n, unit: "day" as const });

describe("a card's sentence", () => {
  it.each([
    [{ kind: "field", field: "created_at", op: "during", value: { last: days(7) } }, "Signed up is in the last 7 days"],
    [{ kind: "field", field: "email", op: "is_not_set" }, "E-mail has no value"],
    [{ kind: "property", property: "plan", op: "is", value: "" }, "plan is an empty text"],
    [{ kind: "property", property: "plan", op: "in", value: ["plus", "family"] }, "plan is one of plus, family"],
    [
      {
        kind: "property",
        property: "utm",
        op: "not_in",
        value: ["summer-2026-family-plan-launch-emea", "autumn", "c"],
      },
      "utm is none of summer-2026-family-plan-launch-emea and 2 more",
    ],
    [{ kind: "property", property: "score", op: "between", value: [0.125, 12000] }, "score between 0.125 and 12,000"],
    [{ kind: "property", property: "year", op: "is", value: 2024 }, "year is 2024"],
    [{ kind: "property", property: "ok", op: "is", value: true }, "ok is true"],
    [{ kind: "property", property: "d", op: "before", value: "2026-06-30" }, "d before 30 Jun 2026"],
    [{ kind: "property", property: "d", op: "after", value: { ago: days(3) } }, "d after 3 days ago"],
    [
      { kind: "property", property: "b", op: "anniversary", value: { next: days(14) } },
      "b has its anniversary in the next 14 days",
    ],
    [{ kind: "event", event: "purchase" }, "did purchase"],
    [{ kind: "event", event: "purchase", op: "is", value: 0 }, "did not purchase"],
    [{ kind: "event", event: "purchase", op: "lt", value: 1 }, "did not purchase"],
    [{ kind: "event", event: "purchase", op: "gt", value: 5 }, "did purchase more than 5 times"],
    [{ kind: "event", event: "purchase", op: "is", value: 1 }, "did purchase exactly 1 time"],
    [{ kind: "event", event: "purchase", op: "between", value: [2, 5] }, "did purchase between 2 and 5 times"],
    [
      { kind: "event", event: ["a", "b"], window: { calendar: { unit: "month", offset: -1 } } },
      "did a or b last month",
    ],
    [{ kind: "event", event: "*", window: { older_than: days(90) } }, "did any event before the last 90 days"],
    [
      { kind: "event", event: "buy", where: { kind: "property", property: "amount", op: "gt", value: 20 } },
      "did buy where amount more than 20",
    ],
    // Before Muster said more of them.
    [{ kind: "event", event: "buy", where: { kind: "not", of: {} } }, "Filtered events: buy"],
    [
      { kind: "event", event: ["a", "b"], measure: { fn: "sum", property: "amount" }, op: "gt", value: 5 },
      "Measured events: a, b and amount",
    ],
    [{ kind: "event", event: "buy", pick: "first", having: { kind: "related" } }, "First event: buy"],
    [{ kind: "property", property: "plan", op: "is", value: "pro", as_of: "2026-03-15" }, "Property in the past: plan"],
    [{ kind: "segment", segment: "Spring trial" }, "Other segment: Spring trial"],
    [{ kind: "sequence", steps: [{ event: "a" }, { event: "b" }, { event: "a" }] }, "Events in order: a and b"],
    [{ kind: "tomorrow" }, "Condition"],
  ] satisfies [Condition, string][])("%j", (card, sentence) => {
    expect(say(card)).toBe(sentence);
  });

  it.each([
    [{ kind: "property", property: "p" }, "op"],
    [{ kind: "property", op: "is", value: 1 }, "what"],
    [{ kind: "property", property: "p", op: "is" }, "value"],
    [{ kind: "property", property: "p", op: "in", value: [] }, "value"],
    [{ kind: "property", property: "p", op: "contains", value: "" }, "value"],
    [{ kind: "property", property: "p", op: "between", value: [1] }, "value"],
    [{ kind: "property", property: "p", op: "during" }, "window"],
    [{ kind: "property", property: "p", op: "during", value: {} }, "window"],
    [{ kind: "event" }, "what"],
    [{ kind: "event", event: "e", op: "gte" }, "count"],
    [{ kind: "event", event: "e", window: {} }, "window"],
    [{ kind: "event", event: "e", where: { kind: "property" } }, "where"],
    [{ kind: "property", property: "p", op: "is", value: false }, null],
    [{ kind: "event", event: "e" }, null],
  ] satisfies [Condition, string | null][])("%j asks for %s", (card, pill) => {
    expect(firstMissing(cardParts(words, undefined, card))).toBe(pill);
  });
});

describe("what the small editors do not understand is told whole", () => {
  const test = { kind: "property", property: "p", op: "is", value: 1 };
  it.each([
    { kind: "property", property: "p", op: "like", value: 1 },
    { kind: "property", property: 5, op: "is", value: 1 },
    { kind: "property", property: "p", op: "is", value: { a: 1 } },
    { kind: "property", property: "p", op: "in", value: [{ a: 1 }] },
    { kind: "property", property: "p", op: "during", value: { last: { n: 3, unit: "moon" } } },
    { kind: "property", property: "p", op: "during", value: { calendar: { unit: "hour" } } },
    { kind: "property", property: "p", op: "before", value: { ago: 3 } },
    { kind: "property", property: "p", op: "is", value: 1, as_of: "2026-01-01" },
    { kind: "field", field: "email", op: "is", value: "a", as_of: "2026-01-01" },
    { kind: "event", event: 5 },
    { kind: "event", event: [] },
    { kind: "event", event: "e", op: "is_not", value: 3 },
    { kind: "event", event: "e", op: "gte", value: "3" },
    { kind: "event", event: "e", window: { ago: { from: 3 } } },
    { kind: "event", event: "e", window: "soon" },
    { kind: "event", event: "e", measure: { fn: "sum", property: "a" } },
    { kind: "event", event: "e", pick: "last", having: test },
    { kind: "event", event: "e", where: { kind: "all", of: [test, { kind: "related", relation: "r" }] } },
    { kind: "event", event: "e", where: { kind: "any", of: [{ kind: "all", of: [test] }] } },
    { kind: "event", event: "e", where: { ...test, op: "like" } },
    { kind: "event", event: "e", where: null },
    { kind: "sequence", steps: null },
    { kind: "all", of: [] },
  ] as unknown as Condition[])("%j", (card) => {
    expect(hasEditors(card)).toBe(false);
    expect(cardParts(words, undefined, card)).toEqual([{ text: expect.stringMatching(/./) }]);
  });

  it.each([
    { kind: "property", property: "p" },
    { kind: "property", property: "p", op: "in", value: [] },
    { kind: "property", property: "p", op: "during", value: {} },
    { kind: "property", property: "p", op: "between", value: [1] },
    { kind: "field", field: "created_at", op: "before", value: { ago: days(3) } },
    { kind: "event" },
    { kind: "event", event: ["a", "b"], op: "between", value: [0, 3], measure: { fn: "count" } },
    { kind: "event", event: "e", window: { from: { ago: days(30) }, to: "2026-01-01" } },
    { kind: "event", event: "e", where: { kind: "any", of: [test, { kind: "property" }] } },
  ] as unknown as Condition[])("but %j has them", (card) => {
    expect(hasEditors(card)).toBe(true);
  });

  it("in Muster's own words once it has said them, wherever the card goes", () => {
    const card: Condition = { kind: "list", list: "Quiet" };
    const report = { id: "c1", sentence: "is on the list “Quiet”" } as NodeReport;
    keepSaid([{ id: "c1", card }], [report]);
    expect(say(card)).toBe("is on the list “Quiet”");
    expect(say({ ...card })).toBe("List: Quiet");
  });
});

describe("windows", () => {
  it.each([
    [{ ago: { from: days(60), to: days(30) } }, "between 60 and 30 days ago"],
    [{ ago: { from: { n: 2, unit: "month" }, to: days(10) } }, "between 2 months and 10 days ago"],
    [{ from: "2026-01-01", to: "2026-01-31" }, "between 1 Jan 2026 and 31 Jan 2026"],
    [{ from: "2026-01-01" }, "since 1 Jan 2026"],
    [{ to: "2026-01-01" }, "until 1 Jan 2026"],
    [{ calendar: { unit: "quarter", offset: 0 } }, "this quarter"],
    [{ calendar: { unit: "week", offset: -3 } }, "in the calendar week 3 weeks ago"],
    [{}, null],
    ["soon", null],
  ] satisfies [Json, string | null][])("%j", (window, text) => {
    expect(windowWords(words, window)).toBe(text);
  });

  it("say their exact times, the year only where it is another", () => {
    const bounds = { from: "2026-10-20T09:30:00.000Z", to: "2026-11-19T09:30:00.000Z" };
    expect(boundsWords(words, bounds, "2026-11-19T09:30:00.000Z")).toBe("20 Oct, 09:30 to 19 Nov, 09:30");
    expect(boundsWords(words, { from: null, to: bounds.to }, "2027-01-01T00:00:00.000Z")).toBe(
      "up to 19 Nov 2026, 09:30",
    );
    expect(boundsWords(words, { from: null, to: null }, null)).toBeNull();
  });
});

describe("operators", () => {
  it("every one has its word and shape", () => {
    for (const [op, { word }] of Object.entries(OPS)) expect(words.t(word), op).not.toBe("");
  });

  it("one that is there already stays on offer", () => {
    expect(fittingOps("bool", "gt")[0]).toBe("gt");
    expect(fittingOps("bool", "is")).not.toContain("gt");
  });

  it.each([
    ["free", "is", "in", ["free"]],
    [["a", "b"], "in", "is", "a"],
    [["a", "b"], "in", "not_in", ["a", "b"]],
    [5, "gte", "lt", 5],
    ["free", "is", "gt", undefined],
    [5, "gt", "is", 5],
    [5, "gt", "contains", undefined],
    [{ last: days(3) }, "during", "anniversary", { last: days(3) }],
    [{ older_than: days(3) }, "during", "anniversary", undefined],
    ["2026-01-01", "before", "contains", undefined],
    ["free", "is", "is_set", undefined],
  ] satisfies [Json, Op, Op, Json | undefined][])("%j of %s under %s", (value, from, to, expected) => {
    expect(valueFor(value, from, to)).toEqual(expected);
  });
});

describe("filters", () => {
  const test = { kind: "property", property: "p", op: "is", value: 1 } as const;
  it.each([
    [undefined, { join: "all", tests: [] }],
    [test, { join: "all", tests: [test] }],
    [
      { kind: "any", of: [test, test] },
      { join: "any", tests: [test, test] },
    ],
    [{ kind: "all", of: [{ kind: "any", of: [] }] }, null],
    [{ kind: "not", of: test }, null],
    [{ kind: "time", part: "hour", op: "is", value: 3 }, null],
    [{ ...test, as_of: "2026-01-01" }, null],
    [{ kind: "at_least", n: 1, of: [test] }, null],
  ] satisfies [Json | undefined, unknown][])("%j", (where, filters) => {
    expect(readFilters(where)).toEqual(filters);
  });

  it("are written back as they were read", () => {
    for (const where of [undefined, test, { kind: "any", of: [test, test] }]) {
      const filters = readFilters(where);
      expect(filters && writeFilters(filters)).toEqual(where);
    }
  });
});

describe("typed values", () => {
  it.each([
    ["12", "number", 12],
    ["1e3", "number", 1000],
    ["12px", "number", "12px"],
    ["", "number", ""],
    ["TRUE", "bool", true],
    ["12", "text", "12"],
  ] satisfies [string, string, Json][])("%s in a %s field", (text, kind, value) => {
    expect(typedValue(text, kind)).toBe(value);
  });
});
