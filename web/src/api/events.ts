/** What a run's stream tells, typed by the event's name. */

import type { Environment, EpochMetrics, Progress, Report, RunDetails } from "./types";

interface FromAttempt {
  worker_id: string;
  attempt: number;
}

/** The event's name and the part of its JSON that the page reads. */
export interface EventsByName {
  requested: object;
  started: FromAttempt & { environment: Environment };
  epoch_completed: FromAttempt & { metrics: EpochMetrics };
  checkpoint_saved: FromAttempt & { epoch: number; step: number; size_bytes: number };
  memory_reduced: FromAttempt & { step: number; token_budget: number };
  completed: FromAttempt & { report: Report; model: NonNullable<RunDetails["model"]> };
  job_failed: FromAttempt & {
    code: NonNullable<RunDetails["failure"]>["code"];
    params: Record<string, string | number>;
    detail: string;
    final: boolean;
  };
  cancelled: FromAttempt & { epochs_completed: number };
  interrupted: FromAttempt;
  cancel_requested: object;
  stalled: FromAttempt & { reason: string };
  abandoned: { code: NonNullable<RunDetails["failure"]>["code"] };
  alert_raised: { code: string; params: Record<string, string | number> };
}

export type EventName = keyof EventsByName;

/** An event of the log. `sequence` grows along the log and is never used twice. */
export type LogEvent = {
  [Name in EventName]: {
    name: Name;
    sequence: number;
    occurred_at: string;
    event: EventsByName[Name];
  };
}[EventName];

/** What the stream tells: an event of the log, or how far the attempt is. */
export type News = LogEvent | { name: "progress"; progress: Progress };

const NAMES: Record<EventName, true> = {
  requested: true,
  started: true,
  epoch_completed: true,
  checkpoint_saved: true,
  memory_reduced: true,
  completed: true,
  job_failed: true,
  cancelled: true,
  interrupted: true,
  cancel_requested: true,
  stalled: true,
  abandoned: true,
  alert_raised: true,
};

export const STREAM_NAMES = ["progress", ...(Object.keys(NAMES) as EventName[])];

/** The news in one message of the stream. */
export function newsIn(name: string, data: string): News {
  if (name === "progress") return { name, progress: JSON.parse(data) as Progress };
  return { ...(JSON.parse(data) as LogEvent), name } as LogEvent;
}
