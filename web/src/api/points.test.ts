import { describe, expect, it } from "vitest";
import { curveOf, type Point, smoothed, withPoint } from "./points";
import type { RunPoints } from "./types";

const READ: RunPoints = {
  steps: [1, 2, 3],
  epochs: [1, 1, 1],
  train_loss: [3, 2, 1],
  learning_rate: [null, null, null],
  examples_per_second: [null, null, null],
  total: 3,
  sequence: 9,
};

function told(...steps: number[]): Point[] {
  return steps.reduce((points: Point[], step) => withPoint(points, { step, loss: step / 10 }), []);
}

describe("the points of a chart", () => {
  it("go on where what was read ends, whatever is told twice", () => {
    expect(curveOf(READ, told(2, 3, 4, 4, 5))).toEqual({
      steps: [1, 2, 3, 4, 5],
      losses: [3, 2, 1, 0.4, 0.5],
    });
  });

  it("are those of the latest attempt where one begins again", () => {
    expect(told(4, 5, 6, 5, 7).map(({ step }) => step)).toEqual([4, 5, 7]);
  });
});

describe("the moving average", () => {
  it("begins at the first value and stays where nothing changes", () => {
    for (const value of smoothed([2, 2, 2, 2])) expect(value).toBeCloseTo(2);
  });

  it("follows a jump slowly", () => {
    const after = smoothed([...Array(50).fill(1), 2]).at(-1) ?? 0;
    expect(after).toBeGreaterThan(1);
    expect(after).toBeLessThan(1.2);
  });
});
