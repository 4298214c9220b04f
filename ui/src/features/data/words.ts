import type { ColumnTarget } from "../../api";
import type { MessageKey } from "../../i18n";

const FIELDS: Record<string, MessageKey> = {
  email: "target.field.email",
  name: "target.field.name",
  created_at: "target.field.created_at",
  account_type: "target.field.account_type",
};

const TARGETS: Partial<Record<ColumnTarget, MessageKey>> = {
  user_id: "target.user_id",
  event_name: "target.event_name",
  event_id: "target.event_id",
  timestamp: "target.timestamp",
  properties: "target.properties",
  property_name: "target.property_name",
  property_value: "target.property_value",
  purpose: "target.purpose",
  state: "target.state",
  nothing: "target.nothing",
};

/** Names of where a column ends up; none where the file's own name is kept. */
export const messageKeys = {
  field: (name: string): MessageKey | null => FIELDS[name.toLowerCase()] ?? null,
  target: (target: ColumnTarget): MessageKey | null => TARGETS[target] ?? null,
};
