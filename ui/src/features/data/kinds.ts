import type { ImportKind } from "../../api";
import type { Words } from "../../i18n";

/** What tells two kinds apart: the kind itself, and for lists and tables which one. */
export function kindId(kind: ImportKind): string {
  return "name" in kind ? `${kind.of}:${kind.name}` : kind.of;
}

/** A kind as the list of imports says it: "Events", "List “vip”". */
export function kindName(words: Words, kind: ImportKind): string {
  if (kind.of === "list") return words.t("kind.list", { name: kind.name });
  if (kind.of === "table") return words.t("kind.table", { name: kind.name });
  return words.t(`kind.${kind.of}`);
}

/** What one row of a kind is: "a person", "a person on a list", "a row of products". */
export function rowOfKind(words: Words, kind: ImportKind): string {
  switch (kind.of) {
    case "users":
      return words.t("import.kindUsers");
    case "events":
      return words.t("import.kindEvents");
    case "properties":
      return words.t("import.kindProperties");
    case "consent":
      return words.t("import.kindConsent");
    case "list":
      return words.t("import.kindList");
    case "table":
      return words.t("import.kindTable", { name: kind.name });
  }
}
