import { describe, expect, it } from "vitest";
import { csvOf } from "./csv";

describe("a file of rows", () => {
  it("separates cells by semicolons and quotes what would break them", () => {
    expect(
      csvOf([
        ["a", "b;c"],
        ['d "e"', "f\ng"],
      ]),
    ).toBe('\uFEFFa;"b;c"\r\n"d ""e""";"f\ng"\r\n');
  });

  it("has no formulas", () => {
    expect(csvOf([["=1+1", "+2", "-3", "@x", "a=b"]])).toBe("\uFEFF'=1+1;'+2;'-3;'@x;a=b\r\n");
  });
});
