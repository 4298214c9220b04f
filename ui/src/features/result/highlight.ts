/** A piece of a statement: a keyword, a text, a number, a comment, or what stands between. */
export type Token = { readonly kind: "k" | "s" | "n" | "c" | null; readonly text: string };

const KEYWORDS = new Set(
  (
    "abs all and any array as asc between by case cast collate count cross date datetime desc distinct else end escape except exists filter " +
    "first from full glob group groups having in inner intersect interval is isnull join json_each json_extract json_type last lateral left " +
    "like limit lower match materialized max min natural not notnull null nulls offset on or order ordinality outer over partition " +
    "preceding range recursive regexp right rows select sum then union unbounded unnest upper using values when where window with"
  ).split(" "),
);

/** A comment, a text, a quoted name, a number, a word, or anything else, whichever begins here. */
const PIECE =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b|[A-Za-z_][A-Za-z0-9_$]*|\s+|./gi;

/** A statement as lines of pieces. Nothing of it is lost or changed. */
export function highlight(sql: string): Token[][] {
  const lines: Token[][] = [[]];
  for (const [text] of sql.matchAll(PIECE)) {
    const kind = kindOf(text);
    text.split("\n").forEach((part, index) => {
      if (index > 0) lines.push([]);
      const line = lines[lines.length - 1] as Token[];
      if (part === "") return;
      const last = line[line.length - 1];
      if (last && last.kind === kind) line[line.length - 1] = { kind, text: last.text + part };
      else line.push({ kind, text: part });
    });
  }
  return lines;
}

function kindOf(text: string): Token["kind"] {
  if (text.startsWith("--") || text.startsWith("/*")) return "c";
  if (text.startsWith("'")) return "s";
  if (/^\d/.test(text)) return "n";
  return KEYWORDS.has(text.toLowerCase()) ? "k" : null;
}
