import type { ComponentPropsWithRef, ReactNode } from "react";
import { classes } from "./classes";
import { Icon, type IconName } from "./Icon";

type PillProps = Omit<ComponentPropsWithRef<"button">, "type"> & {
  kind?: "plain" | "what" | "op" | "value" | "missing" | "empty";
  icon?: IconName;
  children: ReactNode;
};

/** A part of a sentence that opens its small editor. `missing` says what to choose and brings its own sign. */
export function Pill({ kind = "plain", icon, className, children, ...rest }: PillProps) {
  const sign = icon ?? (kind === "missing" ? "alert" : undefined);
  return (
    <button {...rest} type="button" className={classes("pill", kind !== "plain" && kind, className)}>
      {sign && <Icon name={sign} />}
      <span className="cut">{children}</span>
    </button>
  );
}
