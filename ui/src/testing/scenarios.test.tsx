import { describe, expect, test } from "vitest";
import { axeFindings, renderWithTwin } from "./render";
import { partOf, type Scenario, scenarios } from "./scenarios";

async function stand(scenario: Scenario): Promise<void> {
  window.location.hash = scenario.at ?? "";
  const { user, twin } = renderWithTwin(partOf(scenario), scenario.twin());
  await scenario.reach?.(user, twin);
  await scenario.shows();
}

const LOOKS = [
  { look: "light, left to right", theme: "light", dir: "ltr" },
  { look: "dark, right to left", theme: "dark", dir: "rtl" },
];

describe.each(LOOKS)("$look", ({ theme, dir }) => {
  test.each(scenarios)("$name: axe finds nothing", async (scenario) => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.dir = dir;
    await stand(scenario);
    expect(document.documentElement.dataset.mantineColorScheme).toBe(theme);
    expect(await axeFindings()).toEqual([]);
  });
});
