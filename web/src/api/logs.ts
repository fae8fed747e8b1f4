/** The tail of a run's log: the newest lines only, in the order in which they came. Pure. */

import type { LogLine } from "./types";

const MAX_LINES = 500;

export interface LogTail {
  lines: (LogLine & { key: number })[];
  /** How many lines have come, so that a line keeps its key when older ones are dropped. */
  count: number;
}

export const EMPTY_TAIL: LogTail = { lines: [], count: 0 };

/** The tail with one more line. */
export function append(tail: LogTail, line: LogLine): LogTail {
  const count = tail.count + 1;
  return { lines: [...tail.lines, { ...line, key: count }].slice(-MAX_LINES), count };
}
