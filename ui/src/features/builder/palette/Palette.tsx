import { useDraggable } from "@dnd-kit/core";
import { type KeyboardEvent, memo, type RefObject, useEffect, useMemo, useState } from "react";
import { Bar, classes, ErrorNote, Icon, SearchField } from "../../../components";
import { useWords } from "../../../i18n";
import { newCard } from "../../../rule-tree";
import { add, paletteCard, type Tongue } from "../state/actions";
import { useCatalog, useCounting, useEditor } from "../state/context";
import { type Item, paletteSections, type Section } from "./items";

const SHOWN = 300;

type PaletteProps = {
  search: RefObject<HTMLInputElement | null>;
  tongue: Tongue;
  failed: unknown;
  onRetry: () => void;
};

/** What can be added: everything this workspace really holds. */
export function Palette({ search, tongue, failed, onRetry }: PaletteProps) {
  const words = useWords();
  const editor = useEditor();
  const catalog = useCatalog();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [focused, setFocused] = useState(false);
  const [shut, setShut] = useState<ReadonlySet<Section["key"]>>(new Set());
  const sections = useMemo(() => (catalog ? paletteSections(words, catalog, text) : []), [words, catalog, text]);
  // A search looks into every section; what is folded stays folded without one.
  const open = useMemo(
    () =>
      sections.map((section) => ({
        ...section,
        items: text === "" && shut.has(section.key) ? [] : section.items.slice(0, SHOWN),
      })),
    [sections, shut, text],
  );
  const items = useMemo(() => open.flatMap((section) => section.items), [open]);
  const active = items[Math.min(at, items.length - 1)];

  // biome-ignore lint/correctness/useExhaustiveDependencies: another search starts at its first answer
  useEffect(() => setAt(0), [text]);

  const append = (item: Item) => add(editor, tongue, newCard(paletteCard(catalog, item.of, item.name)));

  const onKeyDown = (event: KeyboardEvent) => {
    const index = Math.min(at, items.length - 1);
    if (event.key === "ArrowDown") setAt(Math.min(items.length - 1, index + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, index - 1));
    else if (event.key === "Enter" && active) append(active);
    else if (event.key === "Escape" && text !== "") setText("");
    else return;
    event.preventDefault();
    if (event.key.startsWith("Arrow")) {
      const next = items[event.key === "ArrowDown" ? Math.min(items.length - 1, index + 1) : Math.max(0, index - 1)];
      if (next) {
        document.getElementById(itemId(next))?.scrollIntoView({ block: "nearest" });
        editor.say(next.text);
      }
    }
  };
  const searching = text !== "";
  const walking = focused || searching;

  return (
    <aside className="palette" aria-label={words.t("builder.palette")} data-zone="palette">
      <header>
        <SearchField
          ref={search}
          label={words.t("builder.palette.search")}
          placeholder={words.t("builder.palette.placeholder")}
          value={text}
          onChange={setText}
          onKeyDown={onKeyDown}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          hint={<kbd>/</kbd>}
          data-testid="palette-search"
        />
      </header>
      <div className="scroll">
        {failed ? <ErrorNote error={failed} doing={words.t("builder.palette.failed")} onRetry={onRetry} /> : null}
        {catalog && sections.length === 0 && (
          <p className="fine pop-empty" role="status">
            {searching ? words.t("builder.nothingFound", { search: text }) : words.t("builder.palette.empty")}
          </p>
        )}
        {open.map((section) => {
          const folded = !searching && shut.has(section.key);
          return (
            <section key={section.key}>
              <h2>
                <button
                  type="button"
                  className="fold"
                  aria-expanded={!folded}
                  onClick={() => {
                    const next = new Set(shut);
                    if (!next.delete(section.key)) next.add(section.key);
                    setShut(next);
                  }}
                >
                  <Icon name={folded ? "chevron-right" : "chevron-down"} size="xs" />
                  {words.t(`builder.palette.${section.key}`)}
                  <span className="num">{words.number(section.total)}</span>
                </button>
              </h2>
              {!folded && (
                <ul>
                  {section.items.map((item) => (
                    <PaletteItem key={item.name} item={item} active={walking && item === active} onAdd={append} />
                  ))}
                </ul>
              )}
            </section>
          );
        })}
      </div>
    </aside>
  );
}

function itemId(item: Item): string {
  return `palette-${item.of}-${item.name.replaceAll(/[^\w.-]/g, (c) => `_${c.charCodeAt(0)}`)}`;
}

const PaletteItem = memo(function PaletteItem({
  item,
  active,
  onAdd,
}: {
  item: Item;
  active: boolean;
  onAdd: (item: Item) => void;
}) {
  const words = useWords();
  const catalog = useCatalog();
  const now = useCounting((counting) => counting.report?.now ?? null);
  const node = useMemo(() => newCard(paletteCard(catalog, item.of, item.name)), [catalog, item.of, item.name]);
  const { setNodeRef, listeners } = useDraggable({ id: `new ${item.of} ${item.name}`, data: { node, isNew: true } });
  const meta =
    item.share === null
      ? words.t("builder.palette.times", { n: item.count })
      : words.t("common.shareOfEveryone", { share: words.percent(item.share) });
  return (
    <li ref={setNodeRef} className={classes(active && "is-hover")} id={itemId(item)}>
      <Icon name={item.icon} />
      <button
        {...listeners}
        type="button"
        className="add"
        title={item.text}
        aria-label={words.t("builder.palette.add", { name: item.text, meta })}
        data-testid={`palette-item-${item.of}-${item.name}`}
        onClick={() => onAdd(item)}
      >
        <span className="cut">{item.text}</span>
      </button>
      <span className="meta" aria-hidden="true">
        {item.share === null ? (
          <>
            {words.compact(item.count)}
            {item.lastSeen && now && <span className="ago">· {shortAgo(words, item.lastSeen, now)}</span>}
          </>
        ) : (
          <>
            {wholePercent(words.tag, item.share)}
            <Bar share={item.share} />
          </>
        )}
      </span>
    </li>
  );
});

/** "97 %" without decimals; what is there but rounds to nothing is "< 1 %". */
function wholePercent(tag: string, share: number): string {
  const format = new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: 0 });
  if (share > 0 && share < 0.005) return `< ${format.format(0.01)}`;
  return share < 1 && share >= 0.995 ? `> ${format.format(0.99)}` : format.format(share);
}

/** "2 h", "4 min": how long ago, as short as it can be said. */
function shortAgo(words: ReturnType<typeof useWords>, instant: string, now: string): string {
  const past = Math.max(0, Date.parse(now) - Date.parse(instant));
  const steps: [number, string][] = [
    [365 * 24 * 3600_000, "year"],
    [24 * 3600_000, "day"],
    [3600_000, "hour"],
    [60_000, "minute"],
  ];
  for (const [size, unit] of steps) {
    if (past >= size) {
      const format = new Intl.NumberFormat(words.tag, { style: "unit", unit, unitDisplay: "narrow" });
      return format.format(Math.floor(past / size));
    }
  }
  return words.t("builder.palette.now");
}
