import { Menu as MantineMenu } from "@mantine/core";
import { type ReactElement, type ReactNode, useState } from "react";
import { Icon, type IconName } from "./Icon";

export type MenuEntry =
  | {
      id: string;
      label: ReactNode;
      icon?: IconName;
      /** Small, at the end: a key, a date, a count. */
      note?: ReactNode;
      danger?: boolean;
      disabled?: boolean;
      /** The action takes the focus somewhere itself; otherwise it goes back to the button. */
      takesFocus?: boolean;
      onSelect: () => void;
    }
  | { id: string; heading: ReactNode }
  | { id: string; divider: true };

type MenuProps = {
  /** The button that opens it. */
  target: ReactElement;
  entries: MenuEntry[];
  /** At which end of the target it opens. */
  align?: "start" | "end";
  width?: number;
};

/** A menu under a button: arrows move, Enter chooses, Esc closes, focus goes back to the button. */
export function Menu({ target, entries, align = "start", width = 220 }: MenuProps) {
  const [leaves, setLeaves] = useState(false);
  return (
    <MantineMenu
      returnFocus={!leaves}
      onOpen={() => setLeaves(false)}
      position={align === "end" ? "bottom-end" : "bottom-start"}
      offset={4}
      width={width}
      transitionProps={{ duration: 140, transition: "fade" }}
      classNames={{ dropdown: "menu", item: "menu-item", label: "menu-heading", divider: "menu-divider" }}
      unstyled
      withInitialFocusPlaceholder={false}
    >
      <MantineMenu.Target>{target}</MantineMenu.Target>
      <MantineMenu.Dropdown>
        {entries.map((entry) => {
          if ("divider" in entry) return <MantineMenu.Divider key={entry.id} />;
          if ("heading" in entry) return <MantineMenu.Label key={entry.id}>{entry.heading}</MantineMenu.Label>;
          return (
            <MantineMenu.Item
              key={entry.id}
              disabled={entry.disabled}
              data-danger={entry.danger || undefined}
              onClick={() => {
                setLeaves(Boolean(entry.takesFocus));
                entry.onSelect();
              }}
              leftSection={entry.icon && <Icon name={entry.icon} size="s" />}
              rightSection={entry.note}
            >
              {entry.label}
            </MantineMenu.Item>
          );
        })}
      </MantineMenu.Dropdown>
    </MantineMenu>
  );
}
