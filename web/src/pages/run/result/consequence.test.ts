import { describe, expect, it } from "vitest";
import { counted, ofHundred, placeOf } from "./consequence";

const POINT = { threshold: 0.6, reviewed: 36, right: 158 };

describe("the consequences of a review", () => {
  it("are told of every 100 texts", () => {
    expect(ofHundred(POINT, 200)).toEqual({ reviewed: 18, rest: 82, right: 79 });
    expect(counted(POINT, 200)).toEqual({ reviewed: 36, rest: 164, right: 158 });
  });

  it("leave no text for a person only where there is none", () => {
    expect(ofHundred({ threshold: 0.9, reviewed: 1, right: 900 }, 1000).reviewed).toBe(1);
    expect(ofHundred({ threshold: 0, reviewed: 0, right: 900 }, 1000)).toEqual({
      reviewed: 0,
      rest: 100,
      right: 90,
    });
  });

  it("are never perfect unless the exam was", () => {
    expect(ofHundred({ threshold: 0, reviewed: 0, right: 999 }, 1000).right).toBe(99);
    expect(ofHundred({ threshold: 0, reviewed: 0, right: 1000 }, 1000).right).toBe(100);
  });

  it("are shown of the point that sends no more to a person than is kept", () => {
    const points = [0, 0.6, 0.93].map((threshold) => ({ threshold, reviewed: 0, right: 0 }));
    expect([0, 0.6, 0.9, 1].map((kept) => placeOf(points, kept))).toEqual([0, 1, 1, 2]);
    expect(placeOf([], 0.9)).toBe(0);
  });
});
