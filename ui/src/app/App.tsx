import { useWords } from "../i18n";

export function App() {
  const words = useWords();
  return <p>{words.t("common.app")}</p>;
}
