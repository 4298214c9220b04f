import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, test } from "vitest";

/** Which rooms of the page each room may know. `src/app` and `src/testing` may know all. */
const ARROWS: Record<string, string[]> = {
  api: [],
  i18n: [],
  theme: [],
  "rule-tree": [],
  components: ["api", "i18n"],
  features: ["api", "rule-tree", "components", "i18n", "features"],
};

const SRC = "src";

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const files = sources(SRC)
  .map((path) => relative(SRC, path))
  .filter((path) => !/(^|\/)tests\//.test(path));

function importsOf(path: string): string[] {
  const text = readFileSync(join(SRC, path), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((found) => found[1] ?? "");
}

function inside(path: string): { from: string; to: string }[] {
  return importsOf(path)
    .filter((name) => name.startsWith("."))
    .map((name) => ({ from: path, to: normalize(join(dirname(path), name)) }));
}

describe("arrows between the rooms of the page", () => {
  test.each(Object.keys(ARROWS))("%s", (room) => {
    const wrong = files
      .filter((path) => path.startsWith(`${room}/`))
      .flatMap(inside)
      .filter(({ to }) => {
        const other = to.split("/")[0] ?? "";
        return other !== room && !(ARROWS[room] ?? []).includes(other);
      });
    expect(wrong).toEqual([]);
  });

  test("no feature imports another's inside", () => {
    const wrong = files
      .filter((path) => path.startsWith("features/"))
      .flatMap(inside)
      .filter(({ from, to }) => {
        const [, mine] = from.split("/");
        const [room, other, ...rest] = to.split("/");
        return room === "features" && other !== mine && rest.length > 0;
      });
    expect(wrong).toEqual([]);
  });

  test("only the host's file and the generated bindings know the desktop shell", () => {
    const knowing = files.filter((path) => importsOf(path).some((name) => name.startsWith("@tauri-apps/")));
    expect(knowing.sort()).toEqual(["api/bindings.ts", "api/host.ts"]);
  });
});

describe("what no style may say", () => {
  const styles = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".css"));
  const text = (path: string) => readFileSync(join(SRC, path), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");

  test.each(styles.filter((path) => !path.endsWith("tokens.css")))("%s names no colour and no side", (path) => {
    const wrong = text(path)
      .split("\n")
      // `left: 0` beside `position: fixed` is where a part stands that is placed by measured pixels.
      .filter((line) =>
        /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|(?:^|\s)(?:left|right): (?!0;)|(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|opacity: 0?\.\d/i.test(
          line,
        ),
      );
    expect(wrong).toEqual([]);
  });
});
