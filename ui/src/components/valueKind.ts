import type { ValueKind } from "../api";
import type { IconName } from "./Icon";

/** The icon of what a field or property holds. */
export const kindIcon: Record<ValueKind, IconName> = {
  text: "text",
  number: "hash",
  bool: "toggle",
  time: "calendar",
  list: "list-value",
  object: "object",
};
