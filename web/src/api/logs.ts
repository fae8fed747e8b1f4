/** The end of a run's log: what was read of it, and what was told since. Pure. */

import { isLater, START } from "./position";
import type { KeptLine, LogLine, LogTail } from "./types";

const MAX_LINES = 500;

/** The lines told so far with one more, unless it was told before; only the newest stay. */
export function withLine(told: KeptLine[], line: KeptLine): KeptLine[] {
  if (!isLater(line.place, told.at(-1)?.place ?? START)) return told;
  return [...told, line].slice(-MAX_LINES);
}

/** A line as the stream tells it. Behind the dot of its id is its place in the log. */
export function lineIn(id: string, line: LogLine): KeptLine {
  return { ...line, place: id.split(".").at(-1) ?? START };
}

/** What was read, and behind it those of the lines told since that hold `search`. */
export function tailOf(read: LogTail, told: KeptLine[], search: string): LogTail {
  const since = read.items.at(-1)?.place ?? START;
  const newer = told.filter(({ place, text }) => isLater(place, since) && holds(text, search));
  return { items: [...read.items, ...newer].slice(-MAX_LINES), total: read.total + newer.length };
}

function holds(text: string, search: string): boolean {
  return text.toLowerCase().includes(search.toLowerCase());
}
