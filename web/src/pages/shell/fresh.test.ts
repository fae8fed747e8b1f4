import { describe, expect, it } from "vitest";
import type { BellNotice } from "../../api/types";
import { countOf, newestOf, newIn } from "./fresh";

function told(happened_at: string, fresh = true): BellNotice {
  const about = { run_id: null, filename: null, worker_id: null };
  return { id: happened_at, kind: "run_completed", title: "", happened_at, new: fresh, ...about };
}

const MORNING = told("2026-11-27T09:00:00.100002Z");
const NOON = told("2026-11-27T12:00:00Z");
const SEEN = told("2026-11-26T12:00:00Z", false);

describe("what the bell counts", () => {
  it("is what nobody has seen, in whichever browser", () => {
    expect(newIn([NOON, MORNING, SEEN], "")).toEqual([NOON, MORNING]);
  });

  it("leaves out what was seen here a moment ago, to the microsecond", () => {
    expect(newIn([NOON, MORNING], MORNING.happened_at)).toEqual([NOON]);
    expect(newIn([MORNING], "2026-11-27T09:00:00.100001Z")).toEqual([MORNING]);
  });

  it("is told by one figure", () => {
    expect(countOf([1, 2])).toBe("2");
    expect(countOf(Array(12).fill(0))).toBe("9+");
  });
});

describe("up to when the bell was seen", () => {
  it("is the newest moment, in whatever order they come", () => {
    expect(newestOf([SEEN, NOON, MORNING])).toBe(NOON.happened_at);
  });

  it("is nothing where nothing happened", () => {
    expect(newestOf([])).toBe("");
  });
});
