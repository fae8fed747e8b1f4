/** What a run's stream tells: the API's own event types, and the names that the stream gives them. */

import type { Told } from "./hub";
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
/** Of a line of a run's log. */
export const LOG = "log";
/** How all machines fare. */
export const WORKERS = "workers";
/** How many runs wait, and where one's own stand. */
export const QUEUE = "queue";
/** How far one's own sheets are that wait or are being classified. */
export const CLASSIFICATIONS = "classifications";
/** What happens to a sheet, besides what is called as with runs. */
const OF_SHEETS = ["failed", "deleted"];
/** The first of a stream, with the place where it begins. */
export const OPENED = "opened";

/** An EventSource hears only the names that it was told to listen to. */
export const STREAM_NAMES = [
  OPENED,
  PROGRESS,
  LOG,
  WORKERS,
  QUEUE,
  CLASSIFICATIONS,
  ...OF_SHEETS,
  ...Object.keys(NAMES),
];

/** The news in one message about a run. */
export function newsIn({ name, data }: Told): News {
  if (name === PROGRESS) return { kind: "progress", progress: data as Progress };
  return { kind: "event", news: data as RunNews };
}
