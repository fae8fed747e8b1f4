import { describe, expect, it } from "vitest";
import { EMPTY_TAIL, type LogTail, reduceTail } from "./logs";

function withLines(count: number): LogTail {
  return Array.from({ length: count }).reduce<LogTail>(
    (tail, _, index) =>
      reduceTail(tail, {
        type: "line",
        line: { at: "2025-11-12T14:00:00Z", attempt: 1, level: "info", text: `line ${index + 1}` },
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
