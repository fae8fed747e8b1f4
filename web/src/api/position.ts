/** Places in a stream: `12` in the log, `12.7-3` in the log and among the lines of runs' logs, `7-3` among those alone. */

export const START = "0";

/** Whether `one` lies behind `other`; a place within a batch lies behind the batch's own number. */
export function isLater(one: string, other: string): boolean {
  const [left, right] = [partsOf(one), partsOf(other)];
  const differing = left.findIndex((part, index) => part !== right[index]);
  if (differing === -1) return false;
  return (left[differing] ?? 0) > (right[differing] ?? -1);
}

function partsOf(position: string): number[] {
  return position === "" ? [] : position.split(/[.-]/).map(Number);
}

/** Topics by name, each with the place up to which whoever follows it knows all; empty to begin now. */
export type Wishes = Readonly<Record<string, string>>;

/** From where a stream of `wishes` goes on: from `place` where something was heard, else so that nobody misses anything. */
export function beginning(place: string, wishes: Wishes): string {
  const [sequence, lines] = place.split(".");
  const begin = sequence || earliest(wishes, false);
  const line = lines ?? earliest(wishes, true);
  return begin && line ? `${begin}.${line}` : begin;
}

function earliest(wishes: Wishes, ofLines: boolean): string {
  const known = Object.entries(wishes).filter(
    ([topic, after]) => after !== "" && topic.startsWith("logs:") === ofLines,
  );
  return known
    .map(([, after]) => after)
    .reduce((one, other) => (one && !isLater(one, other) ? one : other), "");
}
