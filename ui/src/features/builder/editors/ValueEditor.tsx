import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { keys, useApi, type ValueCount, type ValueKind, type ValueSource } from "../../../api";
import { useWords } from "../../../i18n";
import type { Json, Op, Test } from "../../../rule-tree";
import { OPS } from "../wording/ops";
import { typedValue, valueWords } from "../wording/values";
import { type Choice, Choices } from "./Choices";
import { NumberInput } from "./inputs";
import { KeyHints } from "./KeyHints";
import { TimeEditor } from "./TimeEditor";

type ValueEditorProps = {
  test: Test;
  kind: ValueKind;
  source: ValueSource;
  onChange: (value: Json | undefined) => void;
  onDone: () => void;
};

/** Edits the value that an operator takes, in the form it takes it. */
export function ValueEditor(props: ValueEditorProps) {
  const { test, onChange } = props;
  const words = useWords();
  if (test.op === undefined) return null;
  switch (OPS[test.op].shape) {
    case "one":
    case "many":
      return <RealValues {...props} op={test.op} />;
    case "text":
      return (
        <>
          <div className="pop-row">
            <input
              data-autofocus=""
              className="text-input"
              aria-label={words.t("builder.value.text")}
              spellCheck={false}
              autoComplete="off"
              value={typeof test.value === "string" ? test.value : ""}
              onChange={(event) => onChange(event.currentTarget.value === "" ? undefined : event.currentTarget.value)}
            />
          </div>
          <KeyHints />
        </>
      );
    case "number":
      return (
        <>
          <div className="pop-row">
            <NumberInput
              data-autofocus=""
              label={words.t("builder.value.number")}
              value={typeof test.value === "number" ? test.value : null}
              onChange={(value) => onChange(value ?? undefined)}
            />
          </div>
          <KeyHints />
        </>
      );
    case "range":
      return (
        <>
          <RangeEditor value={test.value} onChange={onChange} />
          <KeyHints />
        </>
      );
    case "time":
      return (
        <>
          <TimeEditor value={test.value} onChange={onChange} />
          <KeyHints />
        </>
      );
    default:
      return null;
  }
}

/** Two numbers, both included. */
export function RangeEditor({
  value,
  onChange,
  whole,
  min,
}: {
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
  whole?: boolean;
  min?: number;
}) {
  const words = useWords();
  const ends = Array.isArray(value) ? value : [];
  const [low, setLow] = useState(typeof ends[0] === "number" ? ends[0] : null);
  const [high, setHigh] = useState(typeof ends[1] === "number" ? ends[1] : null);
  const change = (nextLow: number | null, nextHigh: number | null) => {
    setLow(nextLow);
    setHigh(nextHigh);
    onChange(nextLow === null || nextHigh === null ? undefined : [nextLow, nextHigh]);
  };
  const options = { ...(whole ? { whole } : {}), ...(min === undefined ? {} : { min }) };
  return (
    <div className="pop-row">
      <NumberInput
        {...options}
        data-autofocus=""
        label={words.t("builder.value.low")}
        value={low}
        onChange={(n) => change(n, high)}
      />
      <span>{words.t("builder.join.all")}</span>
      <NumberInput {...options} label={words.t("builder.value.high")} value={high} onChange={(n) => change(low, n)} />
    </div>
  );
}

const SHOWN = 50;

/** Values that people really have, with how many; or what is typed. */
function RealValues({ test, op, kind, source, onChange, onDone }: ValueEditorProps & { op: Op }) {
  const api = useApi();
  const words = useWords();
  const many = OPS[op].shape === "many";
  const [search, setSearch] = useState("");
  const values = useQuery({
    queryKey: [...keys.data, "values", source, search],
    queryFn: () => api.values(source, search, SHOWN),
    placeholderData: keepPreviousData,
  });
  const chosen = useMemo(() => chosenValues(test.value, many), [test.value, many]);
  // What was chosen when it opened stands first, so that it can be taken away without looking for it.
  const [first] = useState(chosen);
  const choices = useMemo(() => {
    const real = values.data ?? [];
    const own =
      search === "" && values.data ? first.filter((json) => !real.some((value) => sameJson(value.json, json))) : [];
    return [...own.map((json) => ownChoice(json)), ...real.map((value) => realChoice(value)), ...asTyped(real)];

    function ownChoice(json: string): Choice {
      return { key: json, text: valueWords(words, JSON.parse(json) as Json) };
    }
    function realChoice(value: ValueCount): Choice {
      return { key: normal(value.json), text: value.text, note: words.number(value.count) };
    }
    function asTyped(found: ValueCount[]): Choice[] {
      if (search === "") return [];
      const json = JSON.stringify(typedValue(search, kind));
      if (found.some((value) => sameJson(value.json, json))) return [];
      const note =
        values.isPlaceholderData || found.some((value) => value.text === search) ? undefined : words.number(0);
      return [{ key: json, text: words.t("builder.value.asTyped", { text: search }), icon: "plus", note }];
    }
  }, [values.data, values.isPlaceholderData, search, first, words, kind]);

  const write = (next: readonly string[]) => {
    const parsed = next.map((json) => JSON.parse(json) as Json);
    onChange(many ? (parsed.length === 0 ? undefined : parsed) : parsed[0]);
  };

  return (
    <>
      <Choices
        label={words.t("builder.value.find")}
        placeholder={words.t("builder.value.find")}
        choices={choices}
        chosen={new Set(chosen)}
        many={many}
        search={search}
        onSearch={setSearch}
        onPaste={(text) => {
          const parts = text.split(/[\n\t]+/).map((part) => part.trim());
          const filled = parts.filter((part) => part !== "");
          if (!many || filled.length < 2) return false;
          write([...new Set([...chosen, ...filled.map((part) => JSON.stringify(typedValue(part, kind)))])]);
          return true;
        }}
        onChoose={({ key }) => {
          if (!many) write([key]);
          else write(chosen.includes(key) ? chosen.filter((json) => json !== key) : [...chosen, key]);
        }}
        onDone={onDone}
        empty={words.t(values.isPending ? "common.loading" : "builder.value.none")}
      />
      <KeyHints choose={many} />
    </>
  );
}

function chosenValues(value: Json | undefined, many: boolean): string[] {
  if (value === undefined) return [];
  if (many) return Array.isArray(value) ? value.map((item) => JSON.stringify(item)) : [];
  return [JSON.stringify(value)];
}

/** JSON text in one form: `1.0` and `1` are the same value. */
function normal(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return JSON.stringify(json);
  }
}

function sameJson(a: string, b: string): boolean {
  return normal(a) === normal(b);
}
