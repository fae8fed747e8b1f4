/** The one figure by which people follow a run: right answers; of entities, their F1. Pure. */

import type { EpochMetrics, RunSummary } from "./types";

type Task = RunSummary["task"];

/** Whether `task` is followed by F1: nearly every word is outside all entities, so hits flatter. */
export function isByF1(task: Task): boolean {
  return task === "token-classification";
}

/** How a round did in its exam. */
export function examRate(task: Task, metrics: EpochMetrics): number {
  return isByF1(task) ? metrics.score : metrics.validation_accuracy;
}

/** How the best round so far did, or null before the first exam. */
export function bestRate({ task, best_accuracy, best_score }: RunSummary): number | null {
  return isByF1(task) ? best_score : best_accuracy;
}
