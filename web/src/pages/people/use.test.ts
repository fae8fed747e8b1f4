import { describe, expect, it } from "vitest";
import { isFull, shareOf } from "./use";

const of = (active_runs: number, active_runs_limit: number) => ({ active_runs, active_runs_limit });

describe("what a person uses of their quota", () => {
  it("is a share, and full at the limit", () => {
    expect([of(0, 3), of(1, 4), of(3, 3)].map(shareOf)).toEqual([0, 0.25, 1]);
    expect([of(2, 3), of(3, 3)].map(isFull)).toEqual([false, true]);
  });

  it("never goes beyond, where the limit was lowered meanwhile", () => {
    expect(shareOf(of(5, 2))).toBe(1);
  });

  it("is full for who may have none", () => {
    expect(shareOf(of(0, 0))).toBe(1);
  });
});
