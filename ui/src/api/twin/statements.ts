import { AppFailure } from "../failure";
import type { SqlText } from "../types";
import { evaluate } from "./counting";

const PATTERNS: Record<string, string> = { postgres: "PostgreSQL" };

/** A statement that looks the part. As with the real one, PostgreSQL cannot say the edge of a word in a pattern. */
export function statementOf(draft: string, dialect: string): SqlText {
  const { sentence, cards } = evaluate(draft);
  const name = PATTERNS[dialect];
  const edge = cards.find(({ card }) => card.op === "matches" && String(card.value).includes("\\b"));
  if (name && edge) {
    throw new AppFailure({
      code: "rule",
      message: `${edge.path}: ${name} cannot say the edge of a word in any script in a regular expression`,
      hint: null,
      path: edge.path,
      detail: null,
    });
  }
  const free = dialect === "duckdb" ? "account_type = 'free'" : "account_type IN ('free')";
  return {
    text: `/* ${sentence}\n   As of 2026-11-19T09:30:00.000Z, in ${dialect}. */\nWITH\nc1 AS (\n  SELECT user_id FROM users WHERE ${free}\n)\nSELECT user_id FROM users WHERE user_id IN (SELECT user_id FROM c1);\n`,
  };
}
