import { expect, it } from "vitest";
import { append, EMPTY_TAIL, type LogTail } from "./logs";

function withLines(count: number): LogTail {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const lines = numbers.map((number) => ({ level: "info", text: `line ${number}` }) as const);
  return lines.reduce(
    (tail, line) => append(tail, { ...line, at: "2025-11-12T14:00:00Z", attempt: 1 }),
    EMPTY_TAIL,
  );
}

it("the tail of a log keeps its newest five hundred lines, in order, with keys that never change", () => {
  const { lines, count } = withLines(600);
  expect(lines).toHaveLength(500);
  expect(lines[0]).toMatchObject({ text: "line 101", key: 101 });
  expect(lines.at(-1)).toMatchObject({ text: "line 600", key: 600 });
  expect(count).toBe(600);
});
