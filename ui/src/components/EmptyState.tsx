import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

/** Where a list would be: what it will hold, and the next step. */
export function EmptyState({
  icon,
  title,
  children,
  actions,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="empty-state">
      <Icon name={icon} size="l" />
      <h2>{title}</h2>
      {children && <p className="t2">{children}</p>}
      {actions && <div className="row-x">{actions}</div>}
    </div>
  );
}
