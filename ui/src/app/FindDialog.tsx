import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { keys, useApi } from "../api";
import { classes, Dialog, Icon, type IconName, useAllCommands, useNavigation } from "../components";
import { useWords } from "../i18n";

type Found = { id: string; label: string; note?: string; icon: IconName; run: () => void };

/** Every word of the search begins a word of the text, or is somewhere in it. */
function matches(text: string, search: string): boolean {
  const low = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => low.includes(word));
}

const MOST = 40;

/** Find anything, do anything: segments by name or sentence, and what can be done here. */
export function FindDialog({ onClose }: { onClose: () => void }) {
  const words = useWords();
  const api = useApi();
  const { go } = useNavigation();
  const commands = useAllCommands();
  const segments = useQuery({ queryKey: keys.segments, queryFn: () => api.segments() });
  const [search, setSearch] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();

  const groups = useMemo(() => {
    const actions: Found[] = commands
      .filter((command) => matches(command.label, search))
      .map((command) => ({ ...command, note: command.keys }));
    const found: Found[] = (segments.data ?? [])
      .filter((row) => !row.archived && matches(`${row.name} ${row.sentence}`, search))
      .slice(0, MOST)
      .map((row) => ({
        id: `segment-${row.id}`,
        label: row.name,
        note: row.sentence,
        icon: "segment",
        run: () => void go({ at: "segment", id: row.id }),
      }));
    return [
      { heading: words.t("find.segments"), items: found },
      { heading: words.t("find.actions"), items: actions },
    ].filter((group) => group.items.length > 0);
  }, [commands, segments.data, search, go, words]);

  const all = groups.flatMap((group) => group.items);
  const current = Math.min(at, all.length - 1);

  const choose = (item: Found | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };

  const pressed = (event: KeyboardEvent) => {
    const last = all.length - 1;
    if (event.key === "ArrowDown") setAt(current >= last ? 0 : current + 1);
    else if (event.key === "ArrowUp") setAt(current <= 0 ? last : current - 1);
    else if (event.key === "Home") setAt(0);
    else if (event.key === "End") setAt(last);
    else if (event.key === "Enter") choose(all[current]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={words.t("find.title")} onClose={onClose} bare>
      <div className="find">
        <div className="field">
          <Icon name="search" size="s" />
          <input
            data-autofocus
            role="combobox"
            aria-label={words.t("find.label")}
            aria-expanded={all.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={all[current] ? `${id}-${all[current].id}` : undefined}
            placeholder={words.t("find.placeholder")}
            spellCheck={false}
            autoComplete="off"
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={pressed}
          />
        </div>
        <div id={`${id}-list`} className="find-list" role="listbox" aria-label={words.t("find.title")}>
          {groups.map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a listbox has no other element for a group of options
            <div key={group.heading} role="group" aria-label={group.heading}>
              <div className="menu-heading" aria-hidden="true">
                {group.heading}
              </div>
              {group.items.map((item) => (
                // The list is driven from the input above, as comboboxes are: its options never take the focus.
                // biome-ignore lint/a11y/useFocusableInteractive: see above
                // biome-ignore lint/a11y/useKeyWithClickEvents: see above
                <div
                  key={item.id}
                  id={`${id}-${item.id}`}
                  role="option"
                  aria-selected={all[current] === item}
                  className={classes("find-item", all[current] === item && "at")}
                  ref={all[current] === item ? (shown) => shown?.scrollIntoView({ block: "nearest" }) : undefined}
                  onMouseMove={() => setAt(all.indexOf(item))}
                  onClick={() => choose(item)}
                >
                  <Icon name={item.icon} size="s" className="t3" />
                  <span className="cut">{item.label}</span>
                  {item.note && <span className="fine cut">{item.note}</span>}
                </div>
              ))}
            </div>
          ))}
        </div>
        {all.length === 0 && (
          <p className="find-none t2" role="status">
            {words.t("find.none", { search })}
          </p>
        )}
        <footer>
          <span>
            <kbd>↑</kbd> <kbd>↓</kbd> {words.t("find.choose")}
          </span>
          <span>
            <kbd>Enter</kbd> {words.t("find.open")}
          </span>
          <span>
            <kbd>Esc</kbd> {words.t("find.close")}
          </span>
        </footer>
      </div>
    </Dialog>
  );
}
