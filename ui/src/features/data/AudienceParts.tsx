import type { CatalogList, CatalogPurpose } from "../../api";
import { useWords } from "../../i18n";
import { Name, Part } from "./Part";

/** Lists with their sizes, and the ids on them that nobody has yet. */
export function ListsPart({ lists }: { lists: CatalogList[] }) {
  const words = useWords();
  return (
    <Part
      title={words.t("data.lists")}
      about={words.t("data.listsAbout", { n: lists.length })}
      columns={[
        { label: words.t("data.list") },
        { label: words.t("data.unknownIds"), look: "num", width: "edited" },
        { label: words.t("data.onList"), look: "num", width: "num" },
      ]}
    >
      {lists.map((list) => (
        <tr key={list.name}>
          <Name
            name={list.name}
            about={list.unknown > 0 ? words.t("import.unknown", { n: list.unknown }) : undefined}
          />
          <td className="num t2">{words.number(list.unknown)}</td>
          <td className="num">{words.number(list.people)}</td>
        </tr>
      ))}
    </Part>
  );
}

/** What people consent to, and how many gave or denied it. */
export function ConsentPart({ purposes }: { purposes: CatalogPurpose[] }) {
  const words = useWords();
  return (
    <Part
      title={words.t("data.consent")}
      about={words.t("data.consentAbout", { n: purposes.length })}
      columns={[
        { label: words.t("data.purpose") },
        { label: words.t("data.granted"), look: "num", width: "num" },
        { label: words.t("data.denied"), look: "num", width: "num" },
      ]}
    >
      {purposes.map((one) => (
        <tr key={one.purpose}>
          <Name name={one.purpose} />
          <td className="num">{words.number(one.granted)}</td>
          <td className="num">{words.number(one.denied)}</td>
        </tr>
      ))}
    </Part>
  );
}
