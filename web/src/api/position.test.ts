import { describe, expect, it } from "vitest";
import { beginning, isLater, START } from "./position";

describe("a position", () => {
  it.each([
    ["13", "12"],
    ["100", "99"],
    ["12-10", "12-9"],
    ["13-0", "12-99"],
    ["12-0", "12"],
    ["12.7-3", "12"],
    ["12.7-3", "12.7-2"],
    ["13.7-2", "12.8-0"],
    ["1", START],
    ["1-0", START],
    ["1", ""],
  ])("%s lies behind %s, and not the other way round", (later, earlier) => {
    expect(isLater(later, earlier)).toBe(true);
    expect(isLater(earlier, later)).toBe(false);
  });

  it.each([START, "", "12", "12-3", "12.7-3"])("%s does not lie behind itself", (position) => {
    expect(isLater(position, position)).toBe(false);
  });
});

describe("the beginning of a stream", () => {
  it.each([
    ["nobody knows anything yet", "", { workers: "", queue: "" }, ""],
    ["the first to miss something", "", { "run:a": "12", "run:b": "9", workers: "" }, "9"],
    ["where one was", "20", { "run:a": "12" }, "20"],
    ["lines as well", "20", { "run:a": "12", "logs:a": "7-3", "logs:b": "7-1" }, "20.7-1"],
    ["lines that were heard", "20.8-0", { "run:a": "12", "logs:a": "7-3" }, "20.8-0"],
  ])("%s", (_, place, wishes, begin) => {
    expect(beginning(place, wishes)).toBe(begin);
  });
});
