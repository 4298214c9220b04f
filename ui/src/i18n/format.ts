/**
 * Message texts in a small part of ICU's syntax:
 * `{name}`, `{n, number}`, and `{n, plural, one {# person} other {# people}}` (nested, with `=0` for an exact number).
 */
export type MessageValue = string | number;

type Part =
  | { type: "text"; text: string }
  | { type: "value"; name: string }
  | { type: "number"; name: string }
  | { type: "hash" }
  | { type: "plural"; name: string; cases: Map<string, Part[]> };

const parsed = new Map<string, Part[]>();

function parse(source: string): Part[] {
  let at = 0;

  const word = (stop: RegExp): string => {
    const from = at;
    while (at < source.length && !stop.test(source[at] ?? "")) at += 1;
    return source.slice(from, at).trim();
  };

  const cases = (): Map<string, Part[]> => {
    const found = new Map<string, Part[]>();
    for (;;) {
      const key = word(/[{}]/);
      if (source[at] !== "{") break;
      at += 1;
      found.set(key, parts(true));
      at += 1;
    }
    return found;
  };

  const argument = (): Part => {
    const name = word(/[,}]/);
    if (source[at] === "}") {
      at += 1;
      return { type: "value", name };
    }
    at += 1;
    const kind = word(/[,}]/);
    if (kind === "plural") {
      at += 1;
      const plural: Part = { type: "plural", name, cases: cases() };
      at += 1;
      return plural;
    }
    if (kind !== "number" || source[at] !== "}") throw new Error(`unknown form in the message: ${source}`);
    at += 1;
    return { type: "number", name };
  };

  const parts = (inPlural: boolean): Part[] => {
    const found: Part[] = [];
    let text = "";
    const flush = () => {
      if (text) found.push({ type: "text", text });
      text = "";
    };
    while (at < source.length) {
      const c = source[at];
      if (c === "}" && inPlural) break;
      if (c === "{") {
        flush();
        at += 1;
        found.push(argument());
      } else if (c === "#" && inPlural) {
        flush();
        at += 1;
        found.push({ type: "hash" });
      } else {
        text += c;
        at += 1;
      }
    }
    flush();
    return found;
  };

  return parts(false);
}

/** What formatting needs to know of the person's language. */
export interface Rules {
  number(value: number): string;
  plural(value: number): Intl.LDMLPluralRule;
}

/** Fills a message; the parts come back one by one, so that values may be more than text. */
export function messageParts<V>(
  source: string,
  values: Record<string, V | MessageValue>,
  rules: Rules,
): (V | string)[] {
  let tree = parsed.get(source);
  if (!tree) {
    tree = parse(source);
    parsed.set(source, tree);
  }
  const found: (V | string)[] = [];
  const asNumber = (name: string): number => {
    const value = values[name];
    if (typeof value !== "number") throw new Error(`the message needs a number for ${name}: ${source}`);
    return value;
  };
  const walk = (list: Part[], hash: number): void => {
    for (const part of list) {
      if (part.type === "text") found.push(part.text);
      else if (part.type === "hash") found.push(rules.number(hash));
      else if (part.type === "number") found.push(rules.number(asNumber(part.name)));
      else if (part.type === "value") {
        const value = values[part.name];
        if (value === undefined) throw new Error(`the message needs a value for ${part.name}: ${source}`);
        found.push(typeof value === "number" ? rules.number(value) : value);
      } else {
        const n = asNumber(part.name);
        const chosen = part.cases.get(`=${n}`) ?? part.cases.get(rules.plural(n)) ?? part.cases.get("other");
        walk(chosen ?? [], n);
      }
    }
  };
  walk(tree, 0);
  return found;
}
