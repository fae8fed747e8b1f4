/** Which ways on a failed training has, the one that can help most first. Pure. */

import type { FailureCode, RunDetails } from "../../../api/types";

export type Way = "lighter" | "same" | "sheet" | "another" | "machines";

const WAYS: Record<FailureCode, Way[]> = {
  out_of_memory: ["lighter", "same", "machines"],
  examples_unavailable: ["same", "machines"],
  examples_unusable: ["sheet", "another"],
  base_model_unavailable: ["another", "same"],
  base_model_unusable: ["another"],
  diverged: ["another"],
  disk_full: ["same", "machines"],
  crashed: ["same", "lighter"],
  attempts_exhausted: ["lighter", "same"],
  time_limit: ["lighter", "same"],
  stalled: ["same", "lighter", "machines"],
};

const KILLED = -9;

/** Whether the machine's system ended the training, as it does where memory runs out. */
export function isKilled({ failure }: RunDetails): boolean {
  return failure?.code === "crashed" && failure.params.status === KILLED;
}

/** What to offer; a save point is gone on from before less is learned. */
export function waysOn(run: RunDetails, hasSavePoint: boolean): Way[] {
  const ways = run.failure ? WAYS[run.failure.code] : (["same"] as Way[]);
  const possible = ways.filter((way) => way !== "lighter" || run.lighter !== null);
  if (isKilled(run)) return first("lighter", possible);
  return hasSavePoint && run.failure?.code === "time_limit" ? first("same", possible) : possible;
}

function first(way: Way, ways: Way[]): Way[] {
  return ways.includes(way) ? [way, ...ways.filter((other) => other !== way)] : ways;
}
