/** A place in the app, as the address after `#` names it. */
export type Route = { at: "segments" } | { at: "segment"; id: number } | { at: "data" } | { at: "import" };

export function addressOf(route: Route): string {
  switch (route.at) {
    case "segment":
      return `#/segments/${route.id}`;
    case "import":
      return "#/data/import";
    default:
      return `#/${route.at}`;
  }
}

/** The place an address names; anything unknown is the list of segments. */
export function routeOf(address: string): Route {
  const [, room, rest] = /^#?\/?([a-z]*)\/?([^/]*)/.exec(address) ?? [];
  if (room === "data") return rest === "import" ? { at: "import" } : { at: "data" };
  if (room === "segments" && /^\d+$/.test(rest ?? "")) return { at: "segment", id: Number(rest) };
  return { at: "segments" };
}
