import type { Catalog, ValueKind } from "../types";
import { sampleTables, type TwinTables } from "./tables";

/** People of the twin's Harborlight. */
export const EVERYONE = 2000;

/** The instant at which the twin lives: 19 Nov 2026, 09:30 UTC, as in the drawings. */
export const NOW = Date.parse("2026-11-19T09:30:00Z");

/** A small, well-mixed number from text: the source of everything the twin makes up. */
export function mix(text: string): number {
  let h = 2166136261;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  h = Math.imul(h ^ (h >>> 15), 2246822507);
  h = Math.imul(h ^ (h >>> 13), 3266489909);
  return (h ^ (h >>> 16)) >>> 0;
}

/** The same, between 0 and 1. */
export function chance(text: string): number {
  return mix(text) / 4294967296;
}

const FIRST = "Marta Jonas Inês Sanne Luca Amélie Katrin Tomás Noor Elif Piotr Oskar Chiara Nora Mateo Freya".split(
  " ",
);
const LAST =
  "Nowak Weber Carvalho Vries Ferraro Dubois Vogel Herrera Bakker Kaya Zieliński Lindqvist Moretti Byrne Silva".split(
    " ",
  );

export type Person = { userId: string; name: string; email: string | null; createdAt: string; lastSeen: string };

/** One made-up person; the same number is always the same person. */
export function person(i: number): Person {
  const first = FIRST[mix(`first${i}`) % FIRST.length] ?? "Marta";
  const last = LAST[mix(`last${i}`) % LAST.length] ?? "Nowak";
  const mail = `${first}.${last}`
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^a-z.]/g, "");
  return {
    userId: `u_${20000 + i}`,
    name: `${first} ${last}`,
    email: chance(`mail${i}`) < 0.03 ? null : `${mail}${i}@example.com`,
    createdAt: new Date(NOW - (mix(`since${i}`) % (540 * 86_400_000))).toISOString(),
    lastSeen: new Date(NOW - Math.floor(chance(`seen${i}`) ** 3 * 120 * 86_400_000)).toISOString(),
  };
}

/** The values a property takes, most frequent first, with the share of people that have each. */
export const VALUES: Record<string, [value: string | number | boolean, share: number][]> = {
  account_type: [
    ["free", 0.545],
    ["plus", 0.204],
    ["family", 0.251],
  ],
  plan: [
    ["free", 0.545],
    ["family", 0.251],
    ["plus", 0.195],
    ["family-legacy", 0.004],
  ],
  country: [
    ["Germany", 0.27],
    ["Netherlands", 0.18],
    ["Poland", 0.14],
    ["France", 0.13],
    ["Spain", 0.1],
    ["Italy", 0.08],
    ["Portugal", 0.06],
  ],
  devices: [
    [1, 0.3],
    [2, 0.25],
    [3, 0.17],
    [4, 0.1],
    [5, 0.06],
  ],
  industry: [
    ["software", 0.22],
    ["retail", 0.16],
    ["education", 0.12],
    ["health", 0.09],
  ],
  two_step_login: [
    [true, 0.44],
    [false, 0.27],
  ],
  nps_score: [
    [9, 0.05],
    [7, 0.04],
    [3, 0.03],
  ],
  utm_campaign_first_touch: [
    ["summer-2026-family-plan-launch-emea", 0.31],
    ["black-friday-2025", 0.12],
  ],
  page: [
    ["/pricing", 0.21],
    ["/features/vpn", 0.17],
    ["/blog/breach-checklist", 0.12],
  ],
  product: [
    ["vpn", 0.4],
    ["password-vault", 0.33],
    ["identity-watch", 0.2],
  ],
};

const PROPERTIES: [name: string, kind: ValueKind, share: number][] = [
  ["plan", "text", 0.995],
  ["country", "text", 0.96],
  ["devices", "number", 0.88],
  ["two_step_login", "bool", 0.71],
  ["industry", "text", 0.59],
  ["renewal_date", "time", 0.45],
  ["utm_campaign_first_touch", "text", 0.43],
  ["interests", "list", 0.22],
  ["nps_score", "number", 0.12],
];

const EVENTS: [name: string, count: number, minutesAgo: number, properties: [string, ValueKind, number][]][] = [
  ["app_opened", 61204, 1, [["device", "text", 0.99]]],
  [
    "page_viewed",
    48211,
    2,
    [
      ["page", "text", 1],
      ["referrer", "text", 0.61],
    ],
  ],
  ["email_opened", 20480, 118, [["campaign", "text", 1]]],
  ["signed_in", 18022, 3, [["method", "text", 0.97]]],
  [
    "report_generated",
    7713,
    9,
    [
      ["format", "text", 1],
      ["seconds", "number", 0.92],
    ],
  ],
  [
    "add_to_cart",
    2904,
    9,
    [
      ["product", "text", 1],
      ["cart.total", "number", 1],
    ],
  ],
  [
    "purchase",
    1391,
    31,
    [
      ["product", "text", 1],
      ["amount", "number", 1],
      ["paid_at", "time", 0.6],
    ],
  ],
  ["trial_started", 620, 74, [["plan", "text", 1]]],
  [
    "webinar_attended",
    214,
    2880,
    [
      ["topic", "text", 1],
      ["minutes", "number", 0.9],
    ],
  ],
];

/** What the twin's workspace holds. */
export function catalog(held: TwinTables = sampleTables()): Catalog {
  return {
    ...held,
    everyone: EVERYONE,
    fields: [
      { field: "user_id", kind: "text", people: EVERYONE },
      { field: "email", kind: "text", people: 1940 },
      { field: "name", kind: "text", people: 1998 },
      { field: "created_at", kind: "time", people: EVERYONE },
      { field: "account_type", kind: "text", people: EVERYONE },
    ],
    properties: PROPERTIES.map(([name, kind, share]) => ({ name, kind, people: Math.round(share * EVERYONE) })),
    events: EVENTS.map(([name, count, minutes, properties]) => ({
      name,
      count,
      last_seen: new Date(NOW - minutes * 60_000).toISOString(),
      properties: properties.map(([key, kind, share]) => ({ name: key, kind, events: Math.round(share * count) })),
    })),
  };
}

/** A person's value of a property, or none. */
export function valueFor(name: string, i: number): string | number | boolean | null {
  const values = VALUES[name];
  if (!values) return null;
  let at = chance(`${name === "account_type" ? "plan" : name}|${i}`);
  for (const [value, share] of values) {
    if (at < share) return value;
    at -= share;
  }
  return null;
}
