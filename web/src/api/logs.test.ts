import { describe, expect, it } from "vitest";
import { EMPTY_TAIL, isRepeat, type LogTail, reduceTail } from "./logs";

function withLines(count: number): LogTail {
  return Array.from({ length: count }).reduce<LogTail>(
    (tail, _, index) =>
      reduceTail(tail, {
        type: "line",
        line: { at: "2025-11-12T14:00:00Z", level: "info", text: `line ${index + 1}` },
      }),
    EMPTY_TAIL,
  );
}

describe("the tail of a log", () => {
  it("keeps the newest five hundred lines, in order, with keys that never change", () => {
    const { lines, count } = withLines(600);
    expect(lines).toHaveLength(500);
    expect(lines[0]).toMatchObject({ text: "line 101", key: 101 });
    expect(lines.at(-1)).toMatchObject({ text: "line 600", key: 600 });
    expect(count).toBe(600);
  });

  it("is empty again when its stream begins anew", () => {
    expect(reduceTail(withLines(3), { type: "began" })).toEqual(EMPTY_TAIL);
  });
});

describe("a line of the log", () => {
  it("is a repeat only up to where the connection was opened", () => {
    expect(isRepeat(41, 41)).toBe(true);
    expect(isRepeat(42, 41)).toBe(false);
  });

  it("is never a repeat when it carries no position", () => {
    expect(isRepeat(0, 41)).toBe(false);
  });
});
