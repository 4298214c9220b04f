import type { ComponentPropsWithRef, ReactNode } from "react";
import { classes } from "./classes";
import { Icon, type IconName } from "./Icon";

type ButtonProps = Omit<ComponentPropsWithRef<"button">, "type"> & {
  look?: "plain" | "primary" | "quiet" | "danger";
  size?: "s" | "m" | "l";
  icon?: IconName;
  wide?: boolean;
  submit?: boolean;
  children: ReactNode;
};

/** A button with words. One primary button a screen. */
export function Button({ look = "plain", size = "m", icon, wide, submit, className, children, ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={submit ? "submit" : "button"}
      className={classes(
        "btn",
        look !== "plain" && look,
        size === "l" && "lg",
        size === "s" && "s",
        wide && "wide",
        className,
      )}
    >
      {icon && <Icon name={icon} size="s" />}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ComponentPropsWithRef<"button">, "type" | "aria-label"> & {
  icon: IconName;
  label: string;
  size?: "s" | "m";
};

/** A button that is only an icon; its label is spoken and shown as its title. */
export function IconButton({ icon, label, size = "m", className, ...rest }: IconButtonProps) {
  return (
    <button
      title={label}
      {...rest}
      type="button"
      aria-label={label}
      className={classes("icon-btn", size === "s" && "s", className)}
    >
      <Icon name={icon} size={size === "s" ? "s" : "m"} />
    </button>
  );
}
