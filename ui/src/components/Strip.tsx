import type { ReactNode } from "react";
import { classes } from "./classes";
import { Icon } from "./Icon";

/** A line on a coloured ground: something was left out (amber) or failed (red), and what to do about it. */
export function Strip({
  look = "warn",
  action,
  children,
}: {
  look?: "warn" | "danger";
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classes("left-out", look === "danger" && "danger")} role={look === "danger" ? "alert" : "status"}>
      <Icon name="alert" size="s" />
      <span className="grow">{children}</span>
      {action}
    </div>
  );
}
