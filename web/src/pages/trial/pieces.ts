/** A text cut at its entities, for them to be marked in it. Pure. */

import type { ModelAnswer } from "../../api/types";

export interface Piece {
  text: string;
  /** What names it; null for what belongs to none. */
  entity: ModelAnswer | null;
}

/** The pieces of `text` in order. Places count whole characters, where JavaScript counts halves of some. */
export function piecesOf(text: string, entities: ModelAnswer[]): Piece[] {
  const characters = Array.from(text);
  const pieces: Piece[] = [];
  let place = 0;
  const upTo = (end: number, entity: ModelAnswer | null) => {
    if (end > place) pieces.push({ text: characters.slice(place, end).join(""), entity });
    place = Math.max(place, end);
  };
  for (const entity of entities) {
    upTo(entity.start ?? place, null);
    upTo(entity.end ?? place, entity);
  }
  upTo(characters.length, null);
  return pieces;
}
