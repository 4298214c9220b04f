import { screen } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { createTwin, failure, type Twin, twinListFile, twinTableFile, twinTablesFile } from "../api/twin";
import { LONG_NAME, longTables, longTablesFile } from "./long";
import type { Scenario } from "./scenarios";

const sample = () => createTwin({ workspace: "sample" });

const define = async (user: UserEvent) => {
  await user.click(await screen.findByRole("button", { name: "Define tables…" }));
};

const wrong = failure(
  "rule",
  "unknown type “money”",
  "accepted: text, number, bool, time",
  `tables[0].columns.${LONG_NAME}`,
);

function importing(file: ReturnType<typeof twinListFile>): () => Twin {
  return () => createTwin({ workspace: "sample", files: [file] });
}

const choose = async (user: UserEvent) => user.click(await screen.findByRole("button", { name: "Choose files" }));
const as = async (user: UserEvent, name: string) => {
  await choose(user);
  await user.click(await screen.findByRole("button", { name: /What the rows of/ }));
  await user.click(await screen.findByRole("menuitem", { name }));
};

/** Tables, relations, lists and consent: the parts of the Data room, defining tables, and files of lists and tables. */
export const tablesScenarios: Scenario[] = [
  {
    name: "data, tables and lists",
    twin: sample,
    at: "#/data",
    shows: () => screen.findByText("people —household→ households"),
  },
  {
    name: "data, tables and lists with long names",
    twin: () => createTwin({ workspace: "sample", tables: longTables() }),
    at: "#/data",
    shows: () => screen.findByText(`${LONG_NAME} vip_invited`),
  },
  {
    name: "data, what is held cannot be read",
    twin: () => {
      const twin = sample();
      twin.fail("catalog", failure("busy", "The workspace file is in use by another program.", "Close it there."));
      return twin;
    },
    at: "#/data",
    shows: () => screen.findByRole("alert"),
  },
  {
    name: "define tables",
    twin: sample,
    at: "#/data",
    reach: define,
    shows: () => screen.findByRole("button", { name: "Define 2 tables and 1 relation" }),
  },
  {
    name: "define tables, long names",
    twin: () => createTwin({ workspace: "sample", tablesFile: longTablesFile() }),
    at: "#/data",
    reach: define,
    shows: () => screen.findByText(`${LONG_NAME} policies`),
  },
  {
    name: "define tables, reading",
    twin: () => {
      const twin = sample();
      twin.hold("tablesPreview");
      return twin;
    },
    at: "#/data",
    reach: define,
    shows: () => screen.findByText("Reading tables.json…"),
  },
  {
    name: "define tables, refused",
    twin: () => createTwin({ workspace: "sample", tablesFile: { ...twinTablesFile(), failure: wrong } }),
    at: "#/data",
    reach: define,
    shows: () => screen.findByRole("alert"),
  },
  {
    name: "import, a list",
    twin: importing(twinListFile()),
    at: "#/data/import",
    reach: (user) => as(user, "a person on a list"),
    shows: () => screen.findByText("put on the list"),
  },
  {
    name: "import, a table's rows",
    twin: importing(twinTableFile()),
    at: "#/data/import",
    reach: choose,
    shows: () => screen.findByText("add a row"),
  },
  {
    name: "import, not a table's rows",
    twin: importing(twinTableFile()),
    at: "#/data/import",
    reach: (user) => as(user, "a row of households"),
    shows: () => screen.findByRole("alert"),
  },
];
