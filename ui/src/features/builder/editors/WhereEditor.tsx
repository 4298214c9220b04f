import { useState } from "react";
import { Button, Icon, IconButton, kindIcon, Switcher } from "../../../components";
import { useWords } from "../../../i18n";
import { type EventCondition, isEvent, type Op, type PropertyCondition } from "../../../rule-tree";
import { useCatalog, useCounting } from "../state/context";
import { eventKindOf, eventProperties } from "../wording/catalog";
import { firstOp, fittingOps, OPS, opWord, valueFor } from "../wording/ops";
import { filterWords } from "../wording/sentence";
import { readFilters, writeFilters } from "../wording/where";
import { Choices } from "./Choices";
import { InlineSelect } from "./inputs";
import { tidy, usePillEdit } from "./usePillEdit";
import { ValueEditor } from "./ValueEditor";
import { WindowForms } from "./WindowEditor";

/** The tests that an event must pass to count: a list of them, all or any. */
export function WhereEditor({ id, card, onDone }: { id: string; card: EventCondition; onDone: () => void }) {
  const words = useWords();
  const catalog = useCatalog();
  const edit = usePillEdit(id, "where", "builder.step.where");
  const filters = readFilters(card.where);
  const [join, setJoin] = useState(filters?.join ?? "all");
  const [at, setAt] = useState<number | null>(() => (filters?.tests.length === 1 ? 0 : null));

  // Filters of another form have no pill to open this with.
  if (!filters) return null;

  const write = (tests: readonly PropertyCondition[], by = join) =>
    edit((was) => (isEvent(was) ? tidy({ ...was, where: writeFilters({ join: by, tests }) }) : was));
  const change = (index: number, test: PropertyCondition) =>
    write(filters.tests.map((old, position) => (position === index ? tidy(test) : old)));
  const add = () => {
    write([...filters.tests, { kind: "property" }]);
    setAt(filters.tests.length);
  };
  const open = at === null ? undefined : filters.tests[at];

  return (
    <>
      {filters.tests.length > 1 && (
        <div className="pop-row">
          <Switcher
            label={words.t("builder.where.join")}
            value={join}
            choices={[
              { value: "all", label: words.t("builder.where.all") },
              { value: "any", label: words.t("builder.where.any") },
            ]}
            onChange={(next) => {
              setJoin(next);
              write(filters.tests, next);
            }}
          />
        </div>
      )}
      {filters.tests.length > 0 && (
        <ul className="tests">
          {filters.tests.map((test, index) => (
            // Tests have no name of their own; they never change places here.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={index} className={index === at ? "at" : undefined}>
              <button type="button" aria-expanded={index === at} onClick={() => setAt(index === at ? null : index)}>
                <Icon name={index === at ? "chevron-down" : "chevron-right"} size="xs" />
                <span className="cut">{filterWords(words, catalog, card.event, test)}</span>
              </button>
              <IconButton
                size="s"
                icon="trash"
                label={words.t("builder.where.remove", { test: filterWords(words, catalog, card.event, test) })}
                onClick={() => {
                  write(filters.tests.filter((_, position) => position !== index));
                  setAt(null);
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <div className="pop-row">
        <Button
          size="s"
          look="quiet"
          icon="plus"
          onClick={add}
          data-autofocus={open ? undefined : ""}
          data-testid="where-add"
        >
          {words.t("builder.where.add")}
        </Button>
      </div>
      {open && at !== null && (
        <TestEditor
          key={`${at} ${open.property ?? ""}`}
          event={card.event}
          test={open}
          onChange={(test) => change(at, test)}
          onDone={onDone}
        />
      )}
    </>
  );
}

type TestEditorProps = {
  event: EventCondition["event"];
  test: PropertyCondition;
  onChange: (test: PropertyCondition) => void;
  onDone: () => void;
};

function TestEditor({ event, test, onChange, onDone }: TestEditorProps) {
  const words = useWords();
  const catalog = useCatalog();
  const now = useCounting((counting) => counting.report?.now ?? null);
  const [search, setSearch] = useState("");
  const kind = eventKindOf(catalog, event, test.property, test.op);

  if (test.property === undefined) {
    const found = eventProperties(catalog, event).filter((one) =>
      one.name.toLowerCase().includes(search.toLowerCase()),
    );
    const typed = search.trim();
    const choices = found.map((one) => ({
      key: one.name,
      text: one.name,
      icon: kindIcon[one.kind],
      note: words.number(one.events),
    }));
    const asTyped =
      typed === "" || found.some((one) => one.name === typed)
        ? []
        : [{ key: typed, text: words.t("builder.value.asTyped", { text: typed }), icon: "plus" as const }];
    return (
      <Choices
        label={words.t("builder.where.property")}
        placeholder={words.t("builder.where.property")}
        choices={[...choices, ...asTyped]}
        chosen={new Set()}
        search={search}
        onSearch={setSearch}
        onChoose={({ key }) => {
          const op = firstOp(eventKindOf(catalog, event, key, undefined));
          onChange({ kind: "property", property: key, op: op === "gte" ? "is" : op });
        }}
        onDone={() => undefined}
        empty={words.t("builder.where.noProperties")}
      />
    );
  }

  const op = test.op;
  const shape = op === undefined ? "none" : OPS[op].shape;
  return (
    <div className="test">
      <div className="pop-row">
        <span className="m cut">{test.property}</span>
        <InlineSelect<Op | "">
          label={words.t("builder.op.label")}
          value={op ?? ""}
          choices={[
            ...(op === undefined ? [{ value: "" as const, label: words.t("builder.missing.op") }] : []),
            ...fittingOps(kind, op).map((one) => ({ value: one, label: words.t(opWord(one, kind)) })),
          ]}
          onChange={(next) =>
            next !== "" && onChange({ ...test, op: next, value: valueFor(test.value, op, next) } as PropertyCondition)
          }
        />
      </div>
      {shape === "window" || shape === "anniversary" ? (
        <WindowForms
          forms={
            shape === "window"
              ? ["last", "next", "older_than", "ago", "dates", "calendar"]
              : ["next", "last", "calendar"]
          }
          value={test.value}
          now={now}
          onChange={(window) => onChange({ ...test, value: window as never })}
        />
      ) : (
        <ValueEditor
          key={op}
          test={test}
          kind={kind}
          source={{
            of: "event_property",
            event: typeof event === "string" ? event : (event?.[0] ?? "*"),
            property: test.property,
          }}
          onChange={(value) => onChange({ ...test, value } as PropertyCondition)}
          onDone={onDone}
        />
      )}
    </div>
  );
}
