/** What becomes of texts when a person takes over the uncertain ones. Pure. */

import type { ReviewPoint } from "../../../api/types";

export interface Outcome {
  /** Texts for a person. */
  reviewed: number;
  /** The others. */
  rest: number;
  /** Of the others, those that the model answers right. */
  right: number;
}

/** In the exam itself, text by text. */
export function counted({ reviewed, right }: ReviewPoint, total: number): Outcome {
  return { reviewed, rest: total - reviewed, right };
}

/** Of every 100 texts; never rounded to perfect, nor to nothing for a person where there is something. */
export function ofHundred(point: ReviewPoint, total: number): Outcome {
  const exact = counted(point, total);
  const share = Math.round((100 * exact.reviewed) / total);
  const reviewed = exact.reviewed === 0 ? 0 : Math.min(99, Math.max(1, share));
  const rest = 100 - reviewed;
  const right = (rest * exact.right) / exact.rest;
  return {
    reviewed,
    rest,
    right: Math.min(Math.round(right), exact.right < exact.rest ? rest - 1 : rest),
  };
}

/** The last point that sends no more to a person than the threshold does; the first where there is none. */
export function placeOf(points: readonly ReviewPoint[], threshold: number): number {
  return Math.max(
    0,
    points.findLastIndex((point) => point.threshold <= threshold),
  );
}
