import { describe, expect, it } from "vitest";
import { record, redo, redoName, rollBack, seal, startHistory, undo, undoName } from "..";

describe("history", () => {
  it("makes one step of typing, until it is sealed", () => {
    let history = startHistory("");
    for (const text of ["f", "fr", "fre"]) history = record(history, text, "type", "value");
    history = seal(history);
    history = record(history, "free", "type", "value");
    expect(history.done).toHaveLength(2);
    history = undo(history);
    expect(history.present).toBe("fre");
    expect(undo(history).present).toBe("");
  });

  it("does not join other keys, or none", () => {
    let history = startHistory(0);
    history = record(history, 1, "a", "x");
    history = record(history, 2, "b", "y");
    history = record(history, 3, "c");
    history = record(history, 4, "c");
    expect(history.done.map((step) => step.name)).toEqual(["a", "b", "c", "c"]);
  });

  it("names what undo and redo would do", () => {
    let history = record(record(startHistory(0), 1, "one"), 2, "two");
    expect(undoName(history)).toBe("two");
    expect(redoName(history)).toBeNull();
    history = undo(history);
    expect(undoName(history)).toBe("one");
    expect(redoName(history)).toBe("two");
    expect(redo(history).present).toBe(2);
  });

  it("gives up what was undone when something new is done", () => {
    const history = record(undo(record(startHistory(0), 1, "one")), 5, "five");
    expect(redo(history)).toBe(history);
  });

  it("rolls back only the step that is still open", () => {
    let history = record(startHistory(0), 1, "one");
    history = record(history, 2, "type", "value");
    history = record(history, 3, "type", "value");
    expect(rollBack(history, "other")).toBe(history);
    expect(rollBack(history, "value").present).toBe(1);
    expect(rollBack(seal(history), "value").present).toBe(3);
  });

  it("is nothing when nothing changed, and ends nowhere", () => {
    let history = startHistory(0);
    expect(record(history, 0, "same")).toBe(history);
    expect(undo(history)).toBe(history);
    for (let i = 1; i <= 5000; i++) history = record(history, i, "step");
    for (let i = 0; i < 5000; i++) history = undo(history);
    expect(history.present).toBe(0);
  });
});
