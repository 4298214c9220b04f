import { Icon } from "../../components";
import { useWords } from "../../i18n";

const STEPS = ["import.stepFiles", "import.stepColumns", "import.stepImport"] as const;

/** The three steps of an import; `at` is 1, 2 or 3. */
export function Stepper({ at }: { at: 1 | 2 | 3 }) {
  const words = useWords();
  return (
    <ol className="stepper" aria-label={words.t("import.steps")}>
      {STEPS.map((step, i) => (
        <li key={step} className={i + 1 < at ? "done" : undefined} aria-current={i + 1 === at ? "step" : undefined}>
          <span className="no">{i + 1 < at ? <Icon name="check" size="xs" /> : words.number(i + 1)}</span>
          {words.t(step)}
        </li>
      ))}
    </ol>
  );
}
