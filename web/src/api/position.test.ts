import { describe, expect, it } from "vitest";
import { isLater, START } from "./position";

describe("a position", () => {
  it.each([
    ["13", "12"],
    ["100", "99"],
    ["12-10", "12-9"],
    ["13-0", "12-99"],
    ["12-0", "12"],
    ["1", START],
    ["1-0", START],
  ])("%s lies behind %s, and not the other way round", (later, earlier) => {
    expect(isLater(later, earlier)).toBe(true);
    expect(isLater(earlier, later)).toBe(false);
  });

  it.each([START, "12", "12-3"])("%s does not lie behind itself", (position) => {
    expect(isLater(position, position)).toBe(false);
  });
});
