import { useId } from "react";
import type { ColumnChoice } from "../../api";
import { Button, Check, Icon, kindIcon } from "../../components";
import { useWords } from "../../i18n";

const USUAL = ["user_id", "email", "name"];

/** What is chosen at first: who the person is. */
export function defaultColumns(all: ColumnChoice[]): Set<string> {
  const usual = all.filter((one) => USUAL.includes(one.key)).map((one) => one.key);
  return new Set(usual.length > 0 ? usual : all.slice(0, 1).map((one) => one.key));
}

type ColumnListProps = {
  all: ColumnChoice[];
  everyone: number;
  loading: boolean;
  chosen: Set<string>;
  onChange: (chosen: Set<string>) => void;
};

/** Which columns the file will have, in the order they stand here. */
export function ColumnList({ all, everyone, loading, chosen, onChange }: ColumnListProps) {
  const words = useWords();
  const id = useId();
  const toggle = (key: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(key);
    else next.delete(key);
    onChange(next);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a row with its buttons
    <div role="group" aria-labelledby={id} className="export-columns" aria-busy={loading || undefined}>
      <div className="row-x">
        <h3 className="h2" id={id}>
          {words.t("export.columns")}
        </h3>
        <span className="fine">{words.t("export.columnsAbout", { n: chosen.size, all: all.length })}</span>
        <span className="grow" />
        <Button look="quiet" size="s" onClick={() => onChange(new Set(all.map((one) => one.key)))}>
          {words.t("export.all")}
        </Button>
        <Button look="quiet" size="s" onClick={() => onChange(new Set())}>
          {words.t("export.none")}
        </Button>
      </div>
      <ul>
        {all.map((one) => (
          <li key={one.key}>
            <Check
              checked={chosen.has(one.key)}
              onChange={(on) => toggle(one.key, on)}
              label={
                <span className="export-column">
                  <Icon name={kindIcon[one.kind]} size="s" className="t3" />
                  <span className="cut" title={one.heading}>
                    {one.heading}
                  </span>
                  {everyone > 0 && (
                    <span className="fine">
                      {words.t("export.fill", { share: words.percent(one.people / everyone) })}
                    </span>
                  )}
                </span>
              }
            />
          </li>
        ))}
      </ul>
      {!loading && chosen.size === 0 && <p className="fine warn">{words.t("export.noColumns")}</p>}
    </div>
  );
}
