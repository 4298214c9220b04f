import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { createTwin, savedSegments } from "../../../api/twin";
import { failure, renderWithTwin } from "../../../testing";
import { SegmentEditor } from "..";
import { anyGroup, country, devices, draftInFile, draftOfParts, idsIn, openEditor, opened, plan } from "./world";

const spoken = () => screen.getByTestId("spoken").textContent;
const focusNode = (id: string) => {
  const node = document.querySelector<HTMLElement>(`[data-node="${id}"]`);
  node?.focus();
  return node;
};

describe("adding", () => {
  it("finds a property by keyboard, appends it to the focused group and asks for its value", async () => {
    const { user, twin } = await openEditor(draftOfParts(plan, anyGroup));
    focusNode("any");
    await user.keyboard("/");
    expect(screen.getByTestId("palette-search")).toHaveProperty(
      "ownerDocument.activeElement",
      screen.getByTestId("palette-search"),
    );
    await user.keyboard("countr{Enter}");
    const [, , added] = idsIn("group-any");
    expect(added).toBeDefined();
    expect(spoken()).toMatch(/Added country is.*position 3 of 3 in Any of/);
    const editor = await screen.findByRole("dialog", { name: /^Value/ });
    await within(editor).findByRole("option", { name: /Germany/ });
    await user.keyboard("ger{Enter}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(screen.getByTestId(`pill-${added}-value`).textContent).toBe("Germany");
    await waitFor(async () => expect(JSON.stringify(await draftInFile(twin))).toContain('"value":"Germany"'));
  });

  it("appends an event with a click; it is complete as it is", async () => {
    const { user } = await openEditor(draftOfParts());
    expect(screen.getByText("Everyone: 2,000 people")).toBeTruthy();
    await user.click(screen.getByTestId("palette-item-event-purchase"));
    expect(screen.queryByRole("dialog")).toBeNull();
    const [id] = idsIn("canvas");
    expect(screen.getByTestId(`card-${id}`).textContent).toContain("didpurchase");
    await waitFor(() => expect(screen.getByTestId(`card-${id}`).dataset.state).toBe("exact"));
  });
});

describe("pills", () => {
  it("change the operator; what does not fit is asked for", async () => {
    const { user } = await openEditor(draftOfParts(plan));
    await user.click(screen.getByTestId("pill-plan-op"));
    await user.click(screen.getByRole("option", { name: "is one of" }));
    expect(screen.getByTestId("pill-plan-op").textContent).toBe("is one of");
    expect(screen.getByTestId("pill-plan-value").textContent).toBe("free");
    await user.click(screen.getByTestId("pill-plan-op"));
    await user.click(screen.getByRole("option", { name: "contains" }));
    expect(screen.getByTestId("pill-plan-value").textContent).toBe("free");
  });

  it("choose several values; Esc takes all of it back in one step", async () => {
    const { user } = await openEditor(
      draftOfParts({ id: "plan", card: { kind: "property", property: "plan", op: "in", value: ["free"] } }),
    );
    await user.click(screen.getByTestId("pill-plan-value"));
    await user.click(await screen.findByRole("option", { name: /plus/ }));
    await user.click(await screen.findByRole("option", { name: /family-legacy/ }));
    expect(screen.getByTestId("pill-plan-value").textContent).toBe("free, plus, family-legacy");
    await user.keyboard("{Escape}");
    expect(screen.getByTestId("pill-plan-value").textContent).toBe("free");
    expect(screen.getByTestId("undo")).toHaveProperty("disabled", true);
  });

  it("take a number as it is typed, and a half-typed one is no value", async () => {
    const { user } = await openEditor(draftOfParts(devices));
    await user.click(screen.getByTestId("pill-devices-value"));
    const input = await screen.findByRole("textbox", { name: "Number" });
    await user.clear(input);
    expect(screen.getByTestId("pill-devices-value").textContent).toBe("choose a number");
    await user.keyboard("12.5{Enter}");
    expect(screen.getByTestId("pill-devices-value").textContent).toBe("12.5");
    await user.click(screen.getByTestId("undo"));
    expect(screen.getByTestId("pill-devices-value").textContent).toBe("3");
  });

  it("change how often", async () => {
    const { user } = await openEditor(draftOfParts(opened));
    await user.click(screen.getByTestId("pill-opened-count"));
    await user.click(screen.getByTestId("count-didNot"));
    await user.keyboard("{Enter}");
    expect(screen.getByTestId("pill-opened-count").textContent).toBe("did not");
    await user.click(screen.getByTestId("pill-opened-count"));
    await user.click(screen.getByTestId("count-between"));
    await user.keyboard("{Enter}");
    expect(screen.getByTestId("pill-opened-value").textContent).toBe("1 and 2 times");
  });

  it("change the window, with its exact times below", async () => {
    const { user } = await openEditor(draftOfParts(opened));
    await user.click(screen.getByTestId("pill-opened-window"));
    expect(screen.getByText(/20 Oct 2026, 09:30 to 19 Nov 2026, 09:30 UTC/)).toBeTruthy();
    const number = screen.getByRole("textbox", { name: "How many" });
    await user.clear(number);
    expect(screen.getByTestId("pill-opened-window").textContent).toBe("in the last 30 days");
    await user.type(number, "7");
    expect(screen.getByTestId("pill-opened-window").textContent).toBe("in the last 7 days");
    await user.selectOptions(screen.getByRole("combobox", { name: "Unit" }), "week");
    expect(screen.getByTestId("pill-opened-window").textContent).toBe("in the last 7 weeks");
    await user.click(screen.getByTestId("window-calendar"));
    expect(screen.getByTestId("pill-opened-window").textContent).toBe("this month");
    await user.click(screen.getByTestId("window-any"));
    expect(screen.getByTestId("pill-opened-window").textContent).toBe("at any time");
  });

  it("filter the event", async () => {
    const { user } = await openEditor(draftOfParts({ id: "buy", card: { kind: "event", event: "purchase" } }));
    await user.click(screen.getByTestId("pill-buy-where"));
    await user.click(screen.getByTestId("where-add"));
    await user.click((await screen.findAllByRole("option"))[0] as HTMLElement);
    await user.keyboard("anything{Enter}");
    expect(screen.getByTestId("pill-buy-where").textContent).toMatch(/ is anything$/);
  });

  it("swap what it is about", async () => {
    const { user } = await openEditor(draftOfParts(plan));
    await user.click(screen.getByTestId("pill-plan-what"));
    await user.keyboard("devi{Enter}");
    expect(screen.getByTestId("pill-plan-what").textContent).toBe("devices");
    // The value belonged to the other property: another is asked for, and its editor is open.
    expect(screen.getByTestId("pill-plan-value").textContent).toBe("choose a value");
    expect(await screen.findByRole("dialog", { name: /^Value/ })).toBeTruthy();
  });
});

describe("by keyboard", () => {
  it("walks the rule", async () => {
    const { user } = await openEditor(draftOfParts(plan, anyGroup, country));
    const at = () =>
      (document.activeElement as HTMLElement).dataset.node ?? document.activeElement?.getAttribute("data-testid");
    focusNode("root");
    await user.keyboard("{ArrowDown}");
    expect(at()).toBe("plan");
    await user.keyboard("{ArrowRight}");
    expect(at()).toBe("pill-plan-what");
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(at()).toBe("pill-plan-value");
    await user.keyboard("{ArrowLeft}{ArrowLeft}{ArrowLeft}");
    expect(at()).toBe("plan");
    await user.keyboard("{ArrowDown}{ArrowRight}");
    expect(at()).toBe("opened");
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(at()).toBe("country");
    await user.keyboard("{ArrowUp}{ArrowLeft}{ArrowLeft}");
    expect(at()).toBe("root");
  });

  it("picks up, moves into a group, says every step, and drops", async () => {
    const { user } = await openEditor(draftOfParts(plan, anyGroup, country));
    focusNode("plan");
    await user.keyboard(" ");
    expect(spoken()).toMatch(/^Picked up plan is not free, position 1 of 3 in the rule/);
    await user.keyboard("{ArrowRight}");
    expect(spoken()).toBe("Into Any of, position 1 of 3 in Any of");
    expect(screen.getByTestId("drop-any-0").textContent).toContain("Move here:");
    await user.keyboard("{ArrowDown}");
    expect(screen.getByTestId("drop-any-1").textContent).toBe("Move here:or plan is not free");
    await user.keyboard(" ");
    expect(idsIn("group-any")).toEqual(["opened", "plan", "devices"]);
    expect(idsIn("canvas")).toEqual(["any", "country"]);
    expect((document.activeElement as HTMLElement).dataset.node).toBe("plan");
    expect(spoken()).toMatch(/^Moved. plan is not free, position 2 of 3 in Any of/);
  });

  it("Esc puts back, and nothing was done", async () => {
    const { user } = await openEditor(draftOfParts(plan, anyGroup, country));
    focusNode("country");
    await user.keyboard(" {ArrowUp}{ArrowUp}{Escape}");
    expect(idsIn("canvas")).toEqual(["plan", "any", "country"]);
    expect(spoken()).toMatch(/^Put back: country/);
    expect(screen.getByTestId("undo")).toHaveProperty("disabled", true);
  });

  it("does what the keys say, and undoes all of it", async () => {
    const { user } = await openEditor(draftOfParts(plan, devices));
    const shape = () => screen.getByTestId("canvas").querySelectorAll("[data-node]").length - 1;
    focusNode("devices");
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    expect(idsIn("canvas")).toEqual(["devices", "plan"]);
    await user.keyboard("{Control>}d{/Control}");
    expect(shape()).toBe(3);
    await user.keyboard("{Control>}g{/Control}");
    expect(shape()).toBe(4);
    await user.keyboard("{Control>}{Shift>}g{/Shift}{/Control}");
    expect(shape()).toBe(3);
    focusNode("plan");
    await user.keyboard("m");
    expect(screen.getByTestId("card-plan").className).toContain("muted");
    await user.keyboard("n");
    expect(screen.getByTestId("pill-plan-op").textContent).toBe("is");
    await user.keyboard("{Delete}");
    expect(screen.queryByTestId("card-plan")).toBeNull();
    for (let i = 0; i < 7; i++) await user.keyboard("{Control>}z{/Control}");
    expect(idsIn("canvas")).toEqual(["plan", "devices"]);
    expect(screen.getByTestId("card-plan").className).not.toContain("muted");
    expect(screen.getByTestId("undo")).toHaveProperty("disabled", true);
    for (let i = 0; i < 7; i++) await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    expect(screen.queryByTestId("card-plan")).toBeNull();
    expect(screen.getByTestId("redo")).toHaveProperty("disabled", true);
  });

  it("copies, cuts and pastes, also a rule as JSON", async () => {
    const { user } = await openEditor(draftOfParts(plan, devices));
    focusNode("plan");
    await user.keyboard("{Control>}x{/Control}");
    expect(idsIn("canvas")).toEqual(["devices"]);
    const canvas = screen.getByTestId("canvas");
    const paste = (text: string) =>
      fireEvent.paste(focusNode("devices") ?? canvas, { clipboardData: { getData: () => text } });
    paste("");
    expect(idsIn("canvas")).toHaveLength(2);
    paste('{"muster":1,"where":{"kind":"any","of":[{"kind":"field","field":"name","op":"is_set"}]}}');
    expect(idsIn("canvas")).toHaveLength(3);
    paste("not a rule");
    expect(spoken()).toBe("What is on the clipboard is no condition.");
  });

  it("F6 goes round the zones", async () => {
    const { user } = await openEditor(draftOfParts(plan));
    const zone = () => document.activeElement?.closest<HTMLElement>("[data-zone]")?.dataset.zone;
    await user.keyboard("{F6}");
    expect(zone()).toBe("palette");
    await user.keyboard("{F6}");
    expect(zone()).toBe("canvas");
    await user.keyboard("{F6}");
    expect(zone()).toBe("result");
  });
});

describe("states", () => {
  it("an incomplete card says what is missing and is left out, and Show goes there", async () => {
    const { user } = await openEditor(draftOfParts(plan, country));
    expect(screen.getByTestId("card-country").className).toContain("incomplete");
    expect(screen.getByText("A value is missing. Left out of the count until you choose one.")).toBeTruthy();
    expect(screen.getByText("1 unfinished left out")).toBeTruthy();
    expect(screen.getByTestId("saved-state").textContent).toBe("Draft saved, rule waits for 1 unfinished");
    await user.click(screen.getByTestId("show-left-out"));
    expect((document.activeElement as HTMLElement).dataset.node).toBe("country");
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("dialog", { name: /^Value/ })).toBeTruthy();
  });

  it("a negation says who has no value at all, with its remedy", async () => {
    const { user } = await openEditor(draftOfParts(plan));
    await user.click(screen.getByRole("button", { name: "add “has a value”" }));
    const [, added] = idsIn("canvas");
    expect(screen.getByTestId(`pill-${added}-op`).textContent).toBe("has a value");
  });

  it("a count that failed keeps its digits and counts again", async () => {
    const { user, twin } = await openEditor(draftOfParts(plan));
    const before = screen.getByTestId("hero-count").textContent;
    twin.fail("count", failure("busy", "The workspace file is in use by another program."));
    focusNode("plan");
    await user.keyboard("n");
    expect(await screen.findByText(/in use by another program/)).toBeTruthy();
    expect(screen.getByTestId("hero-count").textContent).toBe(before);
    expect(screen.getByText("not current")).toBeTruthy();
    twin.fail("count", null);
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText(/^exact/);
    expect(screen.getByTestId("hero-count").textContent).not.toBe(before);
  });
});

describe("the name", () => {
  it("is edited in place and undone like everything", async () => {
    const { user, twin } = await openEditor(draftOfParts(plan));
    await user.click(screen.getByTestId("segment-name"));
    await user.clear(screen.getByTestId("segment-name-input"));
    await user.keyboard("Everyone who pays{Enter}");
    expect(screen.getByTestId("segment-name").textContent).toBe("Everyone who pays");
    await waitFor(async () => expect((await twin.openSegment(1)).name).toBe("Everyone who pays"));
    await user.click(screen.getByTestId("undo"));
    expect(screen.getByTestId("segment-name").textContent).toBe("Hesitant power users");
  });

  it("that is taken is said, and the rule is saved all the same", async () => {
    const { user, twin } = await openEditor(draftOfParts(plan));
    twin.fail("renameSegment", failure("name_taken", "A segment of that name exists."));
    await user.click(screen.getByTestId("segment-name"));
    await user.clear(screen.getByTestId("segment-name-input"));
    await user.keyboard("A but never B{Enter}");
    expect(await screen.findByText(/A segment of that name exists/)).toBeTruthy();
    focusNode("plan");
    await user.keyboard("n");
    await waitFor(async () => expect(JSON.stringify(await draftInFile(twin))).toContain('"op":"is"'));
  });
});

describe("the group", () => {
  it("changes its kind", async () => {
    const { user } = await openEditor(draftOfParts(plan, anyGroup));
    await user.click(screen.getByTestId("group-any-kind"));
    await user.click(screen.getByTestId("kind-at_least"));
    const n = screen.getByRole("textbox", { name: "How many must hold" });
    await user.clear(n);
    await user.type(n, "1");
    expect(screen.getByTestId("group-any-kind").textContent).toBe("At least 1 of");
    await user.keyboard("{Enter}");
    await user.click(screen.getByTestId("undo"));
    expect(screen.getByTestId("group-any-kind").textContent).toBe("Any of");
  });

  it("has every act in its menu", async () => {
    const { user } = await openEditor(draftOfParts(plan, anyGroup));
    await user.click(screen.getByTestId("more-any"));
    const menu = screen.getByRole("menu");
    await user.click(within(menu).getByRole("menuitem", { name: /Dissolve the group/ }));
    expect(idsIn("canvas")).toEqual(["plan", "opened", "devices"]);
    await user.click(screen.getByTestId("more-devices"));
    await user.click(screen.getByRole("menuitem", { name: /Move up/ }));
    expect(idsIn("canvas")).toEqual(["plan", "devices", "opened"]);
  });
});

describe("opening", () => {
  it("counts once, and once for a change", async () => {
    const { user, twin } = await openEditor(draftOfParts(plan));
    expect(twin.calls.filter((name) => name === "count")).toHaveLength(1);
    focusNode("plan");
    await user.keyboard("n");
    await waitFor(() => expect(twin.calls.filter((name) => name === "count")).toHaveLength(2));
    expect(screen.getByTestId("undo")).toHaveProperty("disabled", false);
  });

  it("a draft that cannot be read is said, with a way back", async () => {
    const twin = createTwin({ workspace: "sample" });
    const [first] = savedSegments();
    if (first) twin.openSegment = async () => ({ ...first, draft: "{}", saved_at: first.editedAt });
    renderWithTwin(<SegmentEditor id={1} onBack={() => undefined} />, twin);
    expect(await screen.findByText(/draft cannot be read/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Back to the segments" })).toBeTruthy();
  });
});
