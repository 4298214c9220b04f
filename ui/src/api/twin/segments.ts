import { NOW } from "./world";

export type TwinSegment = {
  id: number;
  name: string;
  draft: string;
  version: number;
  editedAt: string;
  archived: boolean;
};

type Json = Record<string, unknown>;

function draft(group: string, cards: Json[]): string {
  return JSON.stringify({
    muster_draft: 1,
    root: { id: "root", group, of: cards.map((card, i) => ({ id: `c${i + 1}`, card })) },
  });
}

/** The draft of a new segment: everyone. */
export const EMPTY_DRAFT = draft("all", []);

const last = (n: number, unit = "day") => ({ last: { n, unit } });

const SAVED: [name: string, minutesAgo: number, archived: boolean, draft: string][] = [
  [
    "Hesitant power users",
    2,
    false,
    draft("all", [
      { kind: "field", field: "account_type", op: "is", value: "free" },
      { kind: "event", event: "report_generated", window: last(30), op: "gt", value: 5 },
    ]),
  ],
  [
    "Pricing but no trial",
    1440,
    false,
    draft("all", [
      { kind: "event", event: "page_viewed", window: last(7), op: "gte", value: 3 },
      { kind: "event", event: "trial_started", op: "is", value: 0 },
    ]),
  ],
  [
    "A but never B",
    2880,
    false,
    draft("all", [
      { kind: "event", event: "purchase", op: "gte", value: 1 },
      { kind: "event", event: "page_viewed", op: "is", value: 0 },
    ]),
  ],
  [
    "Webinar, then silent",
    7200,
    false,
    draft("all", [
      { kind: "event", event: "webinar_attended", window: last(90) },
      { kind: "event", event: "signed_in", window: last(30), op: "is", value: 0 },
    ]),
  ],
  [
    "Paid plans in the Netherlands",
    20160,
    false,
    draft("all", [
      { kind: "property", property: "plan", op: "is_not", value: "free" },
      { kind: "property", property: "country", op: "is", value: "Netherlands" },
    ]),
  ],
  ["Spring trial", 260_000, true, draft("all", [{ kind: "event", event: "trial_started", window: last(90) }])],
];

/** A segment of the twin's: its cards in one group. */
export function twinSegment(from: {
  id: number;
  name: string;
  group: string;
  cards: Json[];
  minutesAgo: number;
}): TwinSegment {
  const editedAt = new Date(NOW - from.minutesAgo * 60_000).toISOString();
  return { id: from.id, name: from.name, draft: draft(from.group, from.cards), version: 3, editedAt, archived: false };
}

/** The segments of the sample workspace. */
export function savedSegments(): TwinSegment[] {
  return SAVED.map(([name, minutes, archived, text], i) => ({
    id: i + 1,
    name,
    draft: text,
    version: 3,
    editedAt: new Date(NOW - minutes * 60_000).toISOString(),
    archived,
  }));
}
