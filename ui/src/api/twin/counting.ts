import type { CountReport, CountRequest, NodeReport } from "../types";
import { clause } from "./sentences";
import { unseenIn } from "./unseen";
import { chance, EVERYONE, mix, NOW, VALUES, valueFor } from "./world";

/*
 * A twin for tests of the interface, not a second engine: each condition is met by a made-up set of people that depends
 * on its text alone. Groups combine these sets exactly, and a negation is exactly the complement, so that the numbers on
 * the screen add up as real ones would; only `is` and `is_not` on a known property look at a value.
 */

type Json = Record<string, unknown>;
type Members = Uint8Array;

type Group = { id: string; group: "all" | "any" | "none" | "at_least"; n?: number; of: Node[]; muted?: boolean };
type Card = { id: string; card: Json; muted?: boolean };
type Node = Group | Card;

const POSITIVE: Record<string, string> = {
  is_not: "is",
  not_in: "in",
  not_contains: "contains",
  not_matches: "matches",
  not_during: "during",
  is_not_set: "is_set",
};
const WITHOUT_VALUE = new Set(["is_set", "is_not_set"]);
const TIMES = new Set(["during", "not_during", "anniversary"]);

function empty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function missingKey(card: Json): string | null {
  const kind = card.kind;
  if (typeof kind !== "string") return "kind";
  if (["field", "property", "event"].includes(kind) && empty(card[kind])) return kind;
  if (kind === "event") {
    if (card.window !== undefined && empty(card.window)) return "window";
    return card.op !== undefined && empty(card.value) ? "value" : null;
  }
  if (kind !== "field" && kind !== "property") return kind in card && empty(card[kind]) ? kind : null;
  if (empty(card.op)) return "op";
  if (WITHOUT_VALUE.has(String(card.op)) || !empty(card.value)) return null;
  return TIMES.has(String(card.op)) ? "window" : "value";
}

function cardMembers(card: Json): Members {
  const op = String(card.op ?? "");
  if (unseenIn(card)) return new Uint8Array(EVERYONE);
  const positive = POSITIVE[op];
  const members = new Uint8Array(EVERYONE);
  const key = JSON.stringify({ ...card, op: positive ?? op });
  const name = String(card.property ?? card.field ?? "");
  const share = 0.08 + chance(key) * 0.5;
  for (let i = 0; i < EVERYONE; i += 1) {
    const value = valueFor(name, i);
    const asked = name in VALUES ? (positive ?? op) : "";
    const known =
      asked === "is_set"
        ? value !== null
        : asked === "is"
          ? value === card.value
          : Array.isArray(card.value) && asked === "in"
            ? value !== null && card.value.includes(value)
            : chance(`${key}#${i}`) < share;
    members[i] = known !== (positive !== undefined) ? 1 : 0;
  }
  return members;
}

function size(members: Members): number {
  return members.reduce((n, bit) => n + bit, 0);
}

function combine(group: Group, parts: Members[]): Members {
  const members = new Uint8Array(EVERYONE);
  for (let i = 0; i < EVERYONE; i += 1) {
    const hits = parts.reduce((n, part) => n + (part[i] ?? 0), 0);
    const inside =
      group.group === "all"
        ? hits === parts.length
        : group.group === "any"
          ? hits > 0
          : group.group === "none"
            ? hits === 0
            : hits >= (group.n ?? 1);
    members[i] = inside ? 1 : 0;
  }
  return members;
}

/** A draft's text as its tree; throws when it is none. */
export function readDraft(draft: string): Group {
  return (JSON.parse(draft) as { root: Group }).root;
}

function windowBounds(card: Json): NodeReport["window"] {
  const window = (card.window ?? (TIMES.has(String(card.op)) ? card.value : undefined)) as
    | { last?: { n: number; unit: string } }
    | undefined;
  if (!window?.last) return null;
  const days = { day: 1, week: 7, month: 30, year: 365 }[window.last.unit] ?? 1;
  return {
    from: new Date(NOW - window.last.n * days * 86_400_000).toISOString(),
    to: new Date(NOW).toISOString(),
  };
}

type Walked = { members: Members | null; sentence: string };

/** Who is in a draft, what each of its nodes says, and where each card of its rule stands in it. */
export type Evaluated = {
  members: Members;
  nodes: NodeReport[];
  sentence: string;
  cards: { path: string; card: Json }[];
};

/** Evaluates a draft; `own` is the name of the segment that it belongs to, which it may not refer to. */
export function evaluate(draft: string, own: string | null = null): Evaluated {
  const nodes: NodeReport[] = [];
  const cards: Evaluated["cards"] = [];
  const root = readDraft(draft);

  const walk = (node: Node, path: string, muted: boolean): Walked => {
    const top = path === "where";
    const report: NodeReport = {
      id: node.id,
      state: "exact",
      count: null,
      narrows_to: null,
      without_value: null,
      missing: null,
      message: null,
      hint: null,
      window: null,
      sentence: null,
    };
    nodes.push(report);
    const off = muted || Boolean(node.muted);

    if ("card" in node) {
      report.sentence = clause(node.card);
      report.window = windowBounds(node.card);
      report.missing = missingKey(node.card);
      if (off) report.state = "muted";
      else if (report.missing) {
        report.state = "incomplete";
        report.message = `A ${report.missing} is missing.`;
        report.hint = `Choose a ${report.missing}.`;
      } else if (own !== null && node.card.kind === "segment" && node.card.segment === own) {
        report.state = "failed";
        report.message = `the segment “${own}” refers to itself`;
        report.sentence = null;
      }
      if (report.state !== "exact") return { members: null, sentence: "" };
      cards.push({ path, card: node.card });
      const members = cardMembers(node.card);
      report.count = size(members);
      if (POSITIVE[String(node.card.op)] && node.card.kind !== "event") {
        const name = String(node.card.property ?? node.card.field);
        report.without_value = Array.from(members).filter((bit, i) => bit && valueFor(name, i) === null).length;
      }
      return { members, sentence: report.sentence ?? "" };
    }

    const parts: Members[] = [];
    const sentences: string[] = [];
    let left: Members | null = null;
    for (const child of node.of) {
      const list = node.group === "none" ? `${path}.of` : path;
      const walked = walk(child, `${list}.of[${parts.length}]`, off);
      if (!walked.members) continue;
      parts.push(walked.members);
      sentences.push(walked.sentence);
      if (top && node.group === "all") {
        left = combine(node, left ? [left, walked.members] : [walked.members]);
        const mine = nodes.find((found) => found.id === child.id);
        if (mine) mine.narrows_to = size(left);
      }
    }
    if (off) {
      report.state = "muted";
      return { members: null, sentence: "" };
    }
    if (parts.length === 0 && !top) {
      report.state = "empty";
      return { members: null, sentence: "" };
    }
    if (node.group === "at_least" && parts.length < (node.n ?? 1)) {
      report.state = "failed";
      report.message = `This group asks for ${node.n} of ${parts.length} conditions.`;
      report.hint = `Ask for at most ${parts.length}.`;
      return { members: null, sentence: "" };
    }
    const members = parts.length === 0 ? new Uint8Array(EVERYONE).fill(1) : combine(node, parts);
    report.count = size(members);
    const joined = sentences.join(node.group === "all" ? " and " : " or ");
    report.sentence = node.group === "none" ? `none of: ${joined}` : joined;
    return { members, sentence: sentences.length > 1 && !top ? `(${report.sentence})` : report.sentence };
  };

  const walked = walk(root, "where", false);
  return {
    members: walked.members ?? new Uint8Array(EVERYONE).fill(1),
    nodes,
    sentence: walked.sentence || "everyone",
    cards,
  };
}

/** The answer to a count of a draft; `own` as for `evaluate`. */
export function countDraft(request: CountRequest, own: string | null = null): CountReport {
  const { members, nodes, sentence, cards } = evaluate(request.draft, own);
  const people = size(members);
  return {
    ticket: request.ticket,
    now: new Date(NOW).toISOString(),
    people,
    everyone: EVERYONE,
    millis: 6 + (mix(request.draft) % 40),
    nodes,
    unfinished: nodes.filter((node) => node.state === "incomplete" || node.state === "failed").length,
    muted: nodes.filter((node) => node.state === "muted").length,
    sentence,
    emptied_by: people === 0 ? (nodes.find((node) => node.narrows_to === 0)?.id ?? null) : null,
    unseen: people === 0 ? cards.flatMap(({ path, card }) => unseenIn(card, path) ?? []) : [],
  };
}
