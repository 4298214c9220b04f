import { expect, test } from "vitest";
import { wordsOf } from "./context";
import { messages } from "./en";
import { messageParts } from "./format";
import { makeLocale } from "./locale";

const en = makeLocale("en-GB", "UTC");
const say = (source: string, values: Record<string, string | number> = {}) => messageParts(source, values, en).join("");

test.each([
  ["plain", {}, "plain"],
  ["{a} and {b}", { a: "x", b: 1284 }, "x and 1,284"],
  ["{n, number} left", { n: 48216 }, "48,216 left"],
  ["{n, plural, one {# person} other {# people}}", { n: 1 }, "1 person"],
  ["{n, plural, one {# person} other {# people}}", { n: 1284 }, "1,284 people"],
  ["{n, plural, =0 {nobody} other {# of {all, number}}}", { n: 0, all: 5 }, "nobody"],
  ["{n, plural, =0 {nobody} other {# of {all, number}}}", { n: 3, all: 5000 }, "3 of 5,000"],
])("%s", (source, values, expected) => {
  expect(say(source, values as Record<string, string | number>)).toBe(expected);
});

test("a value that is missing is an error, never a hole in the sentence", () => {
  expect(() => say("{who} left")).toThrow("who");
});

test("every message can be read", () => {
  for (const source of Object.values(messages)) {
    const values = new Proxy({}, { get: () => 2 });
    expect(() => messageParts(source, values, en)).not.toThrow();
  }
});

test.each([
  ["2026-11-19T09:30:00Z", /now|this minute/],
  ["2026-11-19T09:28:00Z", /2 min/],
  ["2026-11-19T07:30:00Z", /2 hr/],
  ["2026-11-18T23:30:00Z", /yesterday/],
  ["2026-11-14T09:30:00Z", /^14 Nov$/],
  ["2025-01-03T09:30:00Z", /^3 Jan 2025$/],
])("%s reads as %s", (instant, expected) => {
  expect(en.ago(instant, Date.parse("2026-11-19T09:30:00Z"))).toMatch(expected);
});

test("sizes and times are in the units a person would use", () => {
  expect(en.bytes(6_100_000)).toBe("6.1 MB");
  expect(en.seconds(0.4)).toBe("0.4 secs");
  expect(en.seconds(600)).toBe("10 mins");
});

test("numbers follow the locale, and right-to-left is known", () => {
  expect(makeLocale("de", "UTC").number(48216)).toBe("48.216");
  expect(makeLocale("ar", "UTC").dir).toBe("rtl");
  expect(wordsOf(en).t("common.people", { n: 2 })).toBe("2 people");
});
