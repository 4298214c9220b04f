import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const css = readFileSync("src/theme/tokens.css", "utf8");
const colours = new Map(
  [...css.matchAll(/(--[\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [
    name ?? "",
    { light: light ?? "", dark: dark ?? "" },
  ]),
);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(front: string, back: string, scheme: "light" | "dark"): number {
  const a = luminance(colours.get(`--${front}`)?.[scheme] ?? "");
  const b = luminance(colours.get(`--${back}`)?.[scheme] ?? "");
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const GROUNDS = ["bg", "canvas", "surface", "sunken"];

/** Every text token and the grounds it may stand on. */
const TEXT: [front: string, grounds: string[]][] = [
  ["text", [...GROUNDS, "hover", "pill", "accent-soft"]],
  ["text-2", [...GROUNDS, "hover", "pill", "accent-soft"]],
  ["text-3", [...GROUNDS, "hover", "pill"]],
  ["accent-text", [...GROUNDS, "hover", "accent-soft"]],
  ["on-accent", ["accent", "accent-hover"]],
  ["warn-text", [...GROUNDS, "warn-soft"]],
  ["danger-text", [...GROUNDS, "danger-soft", "hover"]],
  ["code-keyword", ["sunken"]],
  ["code-string", ["sunken"]],
  ["code-number", ["sunken"]],
  ["code-comment", ["sunken"]],
];

/** Edges and bars that carry meaning. */
const MARKS: [front: string, grounds: string[]][] = [
  ["control", GROUNDS],
  ["accent", GROUNDS],
  ["bar-run", ["surface", "canvas"]],
  ["bar-own", ["surface", "canvas"]],
];

describe.each(["light", "dark"] as const)("%s", (scheme) => {
  test.each(TEXT.flatMap(([front, grounds]) => grounds.map((ground) => [front, ground] as const)))(
    "%s on %s reaches 4.5",
    (front, ground) => {
      expect(contrast(front, ground, scheme)).toBeGreaterThanOrEqual(4.5);
    },
  );
  test.each(MARKS.flatMap(([front, grounds]) => grounds.map((ground) => [front, ground] as const)))(
    "%s on %s reaches 3",
    (front, ground) => {
      expect(contrast(front, ground, scheme)).toBeGreaterThanOrEqual(3);
    },
  );
});
