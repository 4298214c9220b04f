import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import type { ReactNode } from "react";
import { createTwin, type Twin, type TwinOptions } from "../api/twin";
import { Providers } from "../app/Providers";
import { makeLocale } from "../i18n";

/** Renders a part of the app over the twin, in English and UTC. */
export function renderWithTwin(children: ReactNode, twin: Twin | TwinOptions = {}) {
  const api = "calls" in twin ? twin : createTwin({ workspace: "sample", ...twin });
  const user = userEvent.setup();
  const view = render(
    <Providers api={api} locale={makeLocale("en-GB", "UTC")} env="test">
      {children}
    </Providers>,
  );
  return { ...view, twin: api, user };
}

/** What axe finds wrong, one line each; contrast is checked over the tokens instead (jsdom draws nothing). */
export async function axeFindings(container: Element = document.body): Promise<string[]> {
  const { violations } = await axe.run(container, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
  });
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${violation.help}: ${node.html.slice(0, 200)}`),
  );
}
