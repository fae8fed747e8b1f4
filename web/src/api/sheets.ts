/** How far classified sheets are, as a list and the stream's board say together. Pure. */

import type { Classification, ClassificationPage, ClassificationStatus, GoingOn } from "./types";

const ENDED: ReadonlySet<ClassificationStatus> = new Set(["completed", "failed", "cancelled"]);

/** Whether nothing can change any more. */
export function isOver({ status }: Classification): boolean {
  return ENDED.has(status);
}

/** The list with what the board shows of its sheets; what is over stays so, and no progress is taken back. */
export function withBoard(page: ClassificationPage, board: GoingOn[]): ClassificationPage {
  const shown = new Map(board.map((sheet) => [sheet.id, sheet]));
  return { ...page, items: page.items.map((known) => brought(known, shown.get(known.id))) };
}

function brought(known: Classification, now: GoingOn | undefined): Classification {
  if (now === undefined || isOver(known)) return known;
  const { status, queue_position } = now;
  const rows_answered = Math.max(known.rows_answered, now.rows_answered);
  return { ...known, status, queue_position, rows_answered };
}

/** The place in the log up to which the list is known; empty where it holds nothing. */
export function placeOf(items: Classification[]): string {
  const newest = Math.max(0, ...items.map(({ last_sequence }) => last_sequence));
  return newest === 0 ? "" : String(newest);
}
