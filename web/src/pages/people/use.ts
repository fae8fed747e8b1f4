/** What a person uses of what they may. Pure. */

import type { User } from "../../api/types";

type Use = Pick<User["usage"], "active_runs" | "active_runs_limit">;

/** From 0 to 1; who may have none has no room left. */
export function shareOf({ active_runs, active_runs_limit }: Use): number {
  return active_runs_limit === 0 ? 1 : Math.min(1, active_runs / active_runs_limit);
}

/** Whether the next training has to wait for one of the person's own. */
export function isFull(use: Use): boolean {
  return shareOf(use) === 1;
}
