import { describe, expect, it } from "vitest";
import { isOver, placeOf, withBoard } from "./sheets";
import type { Classification, ClassificationStatus, GoingOn } from "./types";

function sheet(id: string, status: ClassificationStatus, rows_answered = 0): Classification {
  const times = { created_at: "", started_at: null, finished_at: null };
  const about = { run_id: "m", owner_id: "maria", filename: "a.csv", text_column: "texto", dataset_id: null };
  const rest = { queue_position: status === "queued" ? 2 : null, failure: null, last_sequence: 7 };
  return { id, status, rows: 100, rows_answered, ...times, ...about, ...rest };
}

function board(id: string, status: ClassificationStatus, rows_answered: number): GoingOn {
  const queue_position = status === "queued" ? 1 : null;
  return { id, run_id: "m", status, rows: 100, rows_answered, queue_position };
}

const listOf = (...items: Classification[]) => ({ items, total: items.length });

describe("a list of sheets", () => {
  it("follows the board: turns, beginnings and answers", () => {
    const page = listOf(sheet("a", "running", 10), sheet("b", "queued"), sheet("c", "queued"));
    const { items } = withBoard(page, [board("a", "running", 40), board("b", "running", 5)]);
    expect(items.map(({ status, rows_answered }) => [status, rows_answered])).toEqual([
      ["running", 40],
      ["running", 5],
      ["queued", 0],
    ]);
    expect(items.map(({ queue_position }) => queue_position)).toEqual([null, null, 2]);
  });

  it("takes no progress back, and nothing that is over", () => {
    const page = listOf(sheet("a", "running", 50), sheet("b", "completed", 100));
    const { items } = withBoard(page, [board("a", "running", 40), board("b", "running", 90)]);
    expect(items).toEqual(page.items);
    expect(items.map(isOver)).toEqual([false, true]);
  });

  it("is not changed by sheets of other models", () => {
    const page = listOf(sheet("a", "queued"));
    expect(withBoard(page, [board("z", "running", 1)])).toEqual(page);
  });
});

describe("the place behind which the stream is followed", () => {
  it("is the newest that the list knows", () => {
    expect(placeOf([sheet("a", "queued"), { ...sheet("b", "queued"), last_sequence: 12 }])).toBe("12");
    expect(placeOf([])).toBe("");
  });
});
