import { everyKind } from "./kinds";
import { createTwin, type Twin } from "./twin";

/** The twin that a browser's address asks for: `?workspace=sample|kinds|empty|none&theme=dark&delay=300&step=200`. */
export function twinFromAddress(search: string): Twin {
  const asked = new URLSearchParams(search);
  const workspace = asked.get("workspace") ?? "sample";
  const theme = asked.get("theme");
  const dir = asked.get("dir");
  if (theme) document.documentElement.dataset.theme = theme;
  const twin = createTwin({
    workspace: workspace === "empty" ? "empty" : workspace === "none" ? null : "sample",
    ...(workspace === "kinds" ? { segments: everyKind() } : {}),
    delay: Number(asked.get("delay") ?? 0),
    step: Number(asked.get("step") ?? 300),
  });
  if (dir) setTimeout(() => document.documentElement.setAttribute("dir", dir));
  Object.assign(window, { twin });
  return twin;
}
