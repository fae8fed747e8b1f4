import { describe, expect, it } from "vitest";
import { stepOf } from "./heat";

describe("a cell of the heat table", () => {
  it.each([
    [0, 131, 0],
    [1, 131, 1],
    [9, 131, 2],
    [66, 131, 4],
    [131, 131, 5],
    [1, 1, 5],
  ])("with %i of at most %i has step %i", (count, largest, step) => {
    expect(stepOf(count, largest)).toBe(step);
  });
});
