/** Places in a stream: a number such as `12`, or numbers joined by a hyphen, the weightier first: `12-3`. */

export const START = "0";

/** Whether `one` lies behind `other`; a place within a batch lies behind the batch's own number. */
export function isLater(one: string, other: string): boolean {
  const [left, right] = [partsOf(one), partsOf(other)];
  const differing = left.findIndex((part, index) => part !== right[index]);
  if (differing === -1) return false;
  return (left[differing] ?? 0) > (right[differing] ?? -1);
}

function partsOf(position: string): number[] {
  return position.split("-").map(Number);
}
