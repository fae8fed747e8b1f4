/** What a run's stream tells: the API's own event types, and the names that the stream gives them. */

import type { Progress, RunEvent, RunNews } from "./types";

/** What the stream tells: an event of the log, or how far the attempt is. */
export type News = { kind: "event"; news: RunNews } | { kind: "progress"; progress: Progress };

/** The event whose type is `run.<Name>.v1`. */
export type EventNamed<Name extends EventName> = Extract<RunEvent, { type: `run.${Name}.v1` }>;

type NameIn<Type> = Type extends `run.${infer Name}.v1` ? Name : never;
export type EventName = NameIn<RunEvent["type"]>;

/** A record, so that an event which the API learns does not compile before it is named here. */
const NAMES: Record<EventName, true> = {
  requested: true,
  started: true,
  epoch_completed: true,
  checkpoint_saved: true,
  memory_reduced: true,
  measured: true,
  completed: true,
  job_failed: true,
  cancelled: true,
  interrupted: true,
  cancel_requested: true,
  stalled: true,
  abandoned: true,
  alert_raised: true,
  alert_closed: true,
  renamed: true,
};

const PROGRESS = "progress";

/** An EventSource hears only the names that it was told to listen to. */
export const STREAM_NAMES = [PROGRESS, ...Object.keys(NAMES)];

/** The news in one message of the stream. */
export function newsIn(name: string, data: string): News {
  if (name === PROGRESS) return { kind: "progress", progress: JSON.parse(data) as Progress };
  return { kind: "event", news: JSON.parse(data) as RunNews };
}
