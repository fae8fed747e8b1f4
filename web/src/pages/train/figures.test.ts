import { describe, expect, it } from "vitest";
import { figureIn, figureOf } from "./figures";

describe("figures", () => {
  it("are read with a comma or a point, and as powers", () => {
    expect(["0,8", "0.8", " 5e-5 ", "5E-5", "0,00005", "12"].map(figureIn)).toEqual([
      0.8, 0.8, 5e-5, 5e-5, 5e-5, 12,
    ]);
  });

  it("are none where something else is written", () => {
    expect(["", "  ", "dez", "1.000,5", "1e999"].map(figureIn)).toEqual(Array(5).fill(undefined));
  });

  it("are shown so that they are read again as the same", () => {
    for (const value of [0.8, 5e-5, 1.5e-6, 42, 0, 100000])
      for (const comma of [true, false]) expect(figureIn(figureOf(value, comma))).toBe(value);
    expect(figureOf(0.01, true)).toBe("0,01");
    expect(figureOf(null, true)).toBe("");
  });
});
