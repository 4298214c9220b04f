import {
  Fragment,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { classes, Icon, type IconName } from "../../../components";

/** Something to choose. */
export type Choice = {
  readonly key: string;
  readonly text: string;
  /** At its end: how many there are. */
  readonly note?: ReactNode;
  readonly icon?: IconName;
  /** The heading above it, where it begins a section. */
  readonly section?: string;
};

type ChoicesProps = {
  label: string;
  choices: readonly Choice[];
  /** Keys of what is chosen now. */
  chosen: ReadonlySet<string>;
  /** More than one may be chosen; each has a checkbox. */
  many?: boolean;
  /** With a search field: what is typed. */
  search?: string;
  onSearch?: (text: string) => void;
  onPaste?: (text: string) => boolean;
  placeholder?: string;
  onChoose: (choice: Choice) => void;
  onDone: () => void;
  /** Said where there is nothing to choose. */
  empty?: string;
};

/**
 * A list to choose from, with or without a search field. Arrows move, Enter chooses and is done; where more than one may
 * be chosen, Space chooses the one the arrows went to.
 */
export function Choices(props: ChoicesProps) {
  const {
    label,
    choices,
    chosen,
    many = false,
    search,
    onSearch,
    onPaste,
    placeholder,
    onChoose,
    onDone,
    empty,
  } = props;
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      choices.findIndex((choice) => chosen.has(choice.key)),
    ),
  );
  const [walked, setWalked] = useState(false);
  const active = choices[Math.min(at, choices.length - 1)];

  useEffect(() => {
    if (search) setAt(0);
    setWalked(false);
  }, [search]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: where one is, and what there is, decide what to bring into sight
  useLayoutEffect(() => {
    list.current?.querySelector(".at")?.scrollIntoView({ block: "nearest" });
  }, [at, choices]);

  const go = (to: number) => {
    setAt(Math.max(0, Math.min(choices.length - 1, to)));
    setWalked(true);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const index = Math.min(at, choices.length - 1);
    const steps: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: index + 8,
      PageUp: index - 8,
    };
    const to = steps[event.key];
    if (to !== undefined) {
      event.preventDefault();
      go(to);
    } else if (event.key === " " && active && (onSearch === undefined || (many && (walked || search === "")))) {
      event.preventDefault();
      onChoose(active);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const picks = active && (many ? (search || walked || chosen.size === 0) && !chosen.has(active.key) : true);
      if (picks) onChoose(active);
      if (many && picks && search) onSearch?.("");
      else onDone();
    }
  };

  const optionId = (index: number) => `${id}-${index}`;
  const activeId = active ? optionId(Math.min(at, choices.length - 1)) : undefined;
  const listProps = {
    role: "listbox",
    "aria-label": label,
    "aria-multiselectable": many || undefined,
    id: `${id}-list`,
  };

  return (
    <>
      {onSearch && (
        <div className="field">
          <Icon name="search" size="s" />
          <input
            data-autofocus=""
            role="combobox"
            aria-label={label}
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={activeId}
            autoComplete="off"
            spellCheck={false}
            placeholder={placeholder}
            value={search}
            onChange={(event) => onSearch(event.currentTarget.value)}
            onPaste={(event) => {
              if (onPaste?.(event.clipboardData.getData("text"))) event.preventDefault();
            }}
            onKeyDown={onKeyDown}
          />
        </div>
      )}
      {choices.length === 0 ? (
        <p className="fine pop-empty" role="status">
          {empty}
        </p>
      ) : (
        <ul
          {...listProps}
          ref={list}
          className="choices"
          {...(onSearch ? {} : { tabIndex: 0, "data-autofocus": "", "aria-activedescendant": activeId, onKeyDown })}
        >
          {choices.map((choice, index) => (
            <Fragment key={choice.key}>
              {choice.section && (
                <li className="section" role="presentation">
                  {choice.section}
                </li>
              )}
              {/* Keys are heard by the field or the list, which hold the focus. */}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
              {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
              <li
                id={optionId(index)}
                // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a list of options is a list
                role="option"
                aria-selected={chosen.has(choice.key)}
                className={classes(choice === active && "at")}
                data-choice={choice.key}
                onPointerMove={() => index !== at && setAt(index)}
                onClick={() => {
                  onChoose(choice);
                  if (!many) onDone();
                }}
              >
                <Sign choice={choice} many={many} on={chosen.has(choice.key)} />
                <span className="cut" title={choice.text}>
                  <Marked text={choice.text} search={search ?? ""} />
                </span>
                <span className="num">{choice.note}</span>
              </li>
            </Fragment>
          ))}
        </ul>
      )}
    </>
  );
}

function Sign({ choice, many, on }: { choice: Choice; many: boolean; on: boolean }) {
  if (choice.icon && !many) return <Icon name={on ? "check" : choice.icon} size="s" className={on ? "acc" : "t3"} />;
  if (choice.icon === "plus") return <Icon name="plus" size="s" className="t3" />;
  if (many) return <span className={classes("check", on && "on")}>{on && <Icon name="check" />}</span>;
  return on ? <Icon name="check" size="s" className="acc" /> : <span />;
}

/** The part that was typed, in semibold. */
function Marked({ text, search }: { text: string; search: string }) {
  const at = search === "" ? -1 : text.toLowerCase().indexOf(search.toLowerCase());
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <b>{text.slice(at, at + search.length)}</b>
      {text.slice(at + search.length)}
    </>
  );
}
