import { useState } from "react";
import { useCanChange, useChangeModel } from "../../../api/models";
import type { Model, ReviewPoint } from "../../../api/types";
import { placeOf } from "./consequence";

export interface ReviewChoice {
  /** Of the point that is shown. */
  place: number;
  /** Less certain answers go to a person. */
  threshold: number;
  choose: (place: number) => void;
  /** Keeps what was chosen, if whoever chose may. */
  keep: () => void;
  canKeep: boolean;
  kept: boolean;
  error: Error | null;
}

/** What of a model's answers goes to a person: as it is kept, or as it is being chosen. */
export function useReview(model: Model, points: readonly ReviewPoint[]): ReviewChoice {
  const [picked, pick] = useState<number | null>(null);
  const change = useChangeModel(model.id);
  const canKeep = useCanChange(model);
  const place = picked ?? placeOf(points, model.review_threshold);
  const chosen = picked === null ? undefined : points[picked]?.threshold;
  return {
    place,
    threshold: chosen ?? model.review_threshold,
    choose: (next) => {
      pick(next);
      change.reset();
    },
    keep: () => {
      if (canKeep && chosen !== undefined && chosen !== model.review_threshold && !change.isPending)
        change.mutate({ review_threshold: chosen });
    },
    canKeep,
    kept: change.isSuccess,
    error: change.error,
  };
}
