import type { ReactNode } from "react";
import { classes } from "./classes";
import { Icon, type IconName } from "./Icon";

/** A short remark on its own ground; amber and red always bring an icon. */
export function Badge({
  look,
  icon,
  children,
}: {
  look?: "warn" | "danger" | "acc";
  icon?: IconName;
  children: ReactNode;
}) {
  const sign = icon ?? (look === "warn" || look === "danger" ? "alert" : undefined);
  return (
    <span className={classes("badge", look)}>
      {sign && <Icon name={sign} size="xs" />}
      {children}
    </span>
  );
}
