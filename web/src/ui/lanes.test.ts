import { describe, expect, it } from "vitest";
import { lanesOf, NEAR } from "./lanes";

describe("marks along a line", () => {
  it.each([
    [[], []],
    [
      [0, 0.5, 1],
      [0, 0, 0],
    ],
    [
      [0.9, 0.9, 0.91],
      [0, 1, 2],
    ],
    [
      [0.9, 0.92, 0.5, 0.93],
      [0, 1, 0, 2],
    ],
    [
      [0.9, 0.95],
      [0, 0],
    ],
  ])("at %j lie in lanes %j, so that none covers another", (shares, lanes) => {
    expect(lanesOf(shares, NEAR.wide)).toEqual(lanes);
  });
});
