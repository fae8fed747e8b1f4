/** What the bell shows of what happened. Pure. */

import type { BellNotice } from "../../api/types";

/** Those that the person has seen neither in another browser nor, up to `until`, in this one. */
export function newIn(items: BellNotice[], until: string): BellNotice[] {
  return items.filter(
    ({ happened_at, new: fresh }) => fresh && (until === "" || isLater(happened_at, until)),
  );
}

/** The moment of the newest; empty where nothing happened. */
export function newestOf(items: BellNotice[]): string {
  return items
    .map(({ happened_at }) => happened_at)
    .reduce((one, other) => (isLater(other, one) ? other : one), "");
}

/** Moments of the server's, which are written with more digits than a date of the browser's holds. */
function isLater(one: string, other: string): boolean {
  if (other === "") return one !== "";
  const [left, right] = [Date.parse(one), Date.parse(other)];
  return left === right ? one > other : left > right;
}

/** A number on a small mark. */
export function countOf(items: unknown[]): string {
  return items.length > 9 ? "9+" : String(items.length);
}
