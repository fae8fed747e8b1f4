import { describe, expect, it } from "vitest";
import { tokenIn } from "./token";

describe("the fragment of the address", () => {
  it.each([
    ["#token=abc123", "abc123"],
    ["#token=a_b-c.d", "a_b-c.d"],
    ["#token=", null],
    ["#other=abc", null],
    ["", null],
  ])("%s holds the token %s", (fragment, token) => {
    expect(tokenIn(fragment)).toBe(token);
  });
});
