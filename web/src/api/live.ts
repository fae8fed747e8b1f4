/** A run as the page knows it: one fold over a snapshot and the news after it. Pure. */

import type { EventNamed, News } from "./events";
import type { Snapshot } from "./runs";
import {
  type EpochMetrics,
  hasEnded,
  type Progress,
  type Report,
  type RunDetails,
  type RunEvent,
} from "./types";

/** Why an attempt gave the run back to the queue. */
export type Setback = "worker_lost" | "stood_still" | "interrupted" | "failed";

/** The first estimate of an attempt by its own speed, against which later ones are held. */
interface Estimate {
  atMs: number;
  secondsLeft: number;
}

export interface LiveRun {
  run: RunDetails;
  epochs: EpochMetrics[];
  final: Report | null;
  /** The position in the log up to which this holds. */
  sequence: number;
  /** By this browser's clock. */
  heardAtMs: number;
  firstEstimate: Estimate | null;
  /** Of the latest attempt that did not end the run. */
  setback: Setback | null;
  memoryReduced: boolean;
  /** Tokens that a text may hold, where not even one whole text fitted into memory. */
  shortenedTo: number | null;
  /** Rounds that the attempt found done; one that it works on again is no longer true. */
  inheritedRounds: number;
}

export type Action =
  | { type: "snapshot"; snapshot: Snapshot; atMs: number }
  | { type: "news"; news: News; atMs: number };

/** The view after `action`. Repeats, late arrivals and stale snapshots change nothing. */
export function reduce(view: LiveRun | null, action: Action): LiveRun | null {
  if (action.type === "snapshot") return takeSnapshot(view, action.snapshot, action.atMs);
  if (view === null || hasEnded(view.run.status)) return view;
  if (action.news.kind === "progress") return takeProgress(view, action.news.progress, action.atMs);
  const { sequence, event } = action.news.news;
  if (sequence <= view.sequence) return view;
  return takeEvent({ ...view, sequence, heardAtMs: action.atMs }, event);
}

/** Whether the read models still miss a turn in the run's life that the stream already told. */
export function lagsBehind(view: LiveRun | null, snapshot: Snapshot): boolean {
  if (!isStale(view, snapshot) || view === null) return false;
  return view.run.status !== snapshot.run.status || view.run.attempt !== snapshot.run.attempt;
}

function isStale(view: LiveRun | null, snapshot: Snapshot): boolean {
  return view !== null && view.run.id === snapshot.run.id && snapshot.run.last_event_id < view.sequence;
}

/** The best share of right answers so far, or null before the first round's exam. */
export function bestAccuracy(epochs: EpochMetrics[]): number | null {
  return epochs.length === 0 ? null : Math.max(...epochs.map((epoch) => epoch.validation_accuracy));
}

/** The best round so far, by what the worker chooses it by; null before the first round's exam. */
export function bestRound(epochs: EpochMetrics[]): EpochMetrics | null {
  return epochs.findLast(({ is_best }) => is_best) ?? null;
}

const SLOWER_THAN_ESTIMATED = 1.25;

/** Whether the attempt will take over a quarter longer than it first said. */
export function isSlowerThanSaid(view: LiveRun): boolean {
  const { progress } = view.run;
  if (view.firstEstimate === null || progress?.seconds_left == null) return false;
  const elapsed = (Date.parse(progress.updated_at) - view.firstEstimate.atMs) / 1000;
  return elapsed + progress.seconds_left > SLOWER_THAN_ESTIMATED * view.firstEstimate.secondsLeft;
}

function takeSnapshot(view: LiveRun | null, snapshot: Snapshot, atMs: number): LiveRun {
  if (view === null || view.run.id !== snapshot.run.id) return begin(snapshot, atMs);
  if (isStale(view, snapshot)) return view;
  const { run, metrics } = snapshot;
  const goesOn = run.attempt === view.run.attempt && run.status === "running";
  const progress = goesOn ? later(view.run.progress, run.progress) : run.progress;
  return {
    ...view,
    run: { ...run, progress },
    epochs: metrics.epochs,
    final: metrics.final,
    sequence: run.last_event_id,
    heardAtMs: isNews(view.run, run) ? atMs : view.heardAtMs,
    firstEstimate: goesOn ? (view.firstEstimate ?? estimateIn(progress)) : null,
  };
}

function begin({ run, metrics }: Snapshot, atMs: number): LiveRun {
  return {
    run,
    epochs: metrics.epochs,
    final: metrics.final,
    sequence: run.last_event_id,
    heardAtMs: atMs,
    firstEstimate: estimateIn(run.progress),
    setback: null,
    memoryReduced: false,
    shortenedTo: null,
    inheritedRounds: 0,
  };
}

function isNews(before: RunDetails, after: RunDetails): boolean {
  return (
    before.last_event_id !== after.last_event_id || before.progress?.updated_at !== after.progress?.updated_at
  );
}

function takeProgress(view: LiveRun, progress: Progress, atMs: number): LiveRun {
  if (view.run.status !== "running") return view;
  const latest = later(view.run.progress, progress);
  if (latest === view.run.progress) return view;
  return {
    ...view,
    run: { ...view.run, progress: latest },
    epochs: withoutRepeated(view, progress),
    heardAtMs: atMs,
    firstEstimate: view.firstEstimate ?? estimateIn(latest),
  };
}

/** The rounds that still hold while the attempt works on one that an earlier attempt had done. */
function withoutRepeated({ epochs, inheritedRounds }: LiveRun, { phase, epoch }: Progress): EpochMetrics[] {
  const repeats = phase === "training" && epoch > 0 && epoch <= inheritedRounds;
  return repeats ? epochs.filter((known) => known.epoch < epoch) : epochs;
}

/** The newer of two reports of one attempt, never showing less than was shown. */
function later(before: Progress | null, after: Progress | null): Progress | null {
  if (before === null || after === null) return after ?? before;
  if (Date.parse(after.updated_at) <= Date.parse(before.updated_at)) return before;
  return { ...after, fraction: Math.max(before.fraction, after.fraction) };
}

function estimateIn(progress: Progress | null): Estimate | null {
  if (progress?.seconds_left == null || progress.is_guess) return null;
  return { atMs: Date.parse(progress.updated_at), secondsLeft: progress.seconds_left };
}

function takeEvent(view: LiveRun, event: RunEvent): LiveRun {
  switch (event.type) {
    case "run.started.v1":
      return startAttempt(view, event);
    case "run.cancel_requested.v1":
      return view.run.status === "queued"
        ? end(view, "cancelled", event.occurred_at)
        : change(view, { cancel_requested: true });
    case "run.abandoned.v1":
      return end(view, "failed", event.occurred_at);
    case "run.renamed.v1":
      return change(view, { name: event.name });
    case "run.requested.v1":
    case "run.alert_raised.v1":
    case "run.alert_closed.v1":
    case "run.checkpoint_saved.v1":
      return view;
    default:
      // A replaced worker may still speak of its lost attempt.
      return event.attempt === view.run.attempt ? takeAttemptEvent(view, event) : view;
  }
}

type AttemptEvent = EventNamed<
  | "epoch_completed"
  | "memory_reduced"
  | "measured"
  | "completed"
  | "cancelled"
  | "job_failed"
  | "interrupted"
  | "stalled"
>;

function takeAttemptEvent(view: LiveRun, event: AttemptEvent): LiveRun {
  switch (event.type) {
    case "run.epoch_completed.v1":
      return { ...view, epochs: withEpoch(view.epochs, event.metrics), inheritedRounds: 0 };
    case "run.memory_reduced.v1":
      return { ...view, memoryReduced: true, shortenedTo: event.max_length ?? view.shortenedTo };
    case "run.measured.v1":
      return change(view, { forecast: event.forecast });
    case "run.completed.v1":
      return complete(view, event);
    case "run.cancelled.v1":
      return end(change(view, { model: event.model ?? null }), "cancelled", event.occurred_at);
    case "run.job_failed.v1":
      return event.final ? end(view, "failed", event.occurred_at) : requeue(view, "failed");
    case "run.interrupted.v1":
      return requeue(view, "interrupted");
    case "run.stalled.v1":
      return requeue(view, event.reason === "worker_lost" ? "worker_lost" : "stood_still");
    default:
      // A server newer than this page may tell more than the page knows.
      event satisfies never;
      return view;
  }
}

/** A repeated round replaces what a lost attempt said of it and of the rounds after it. */
function withEpoch(epochs: EpochMetrics[], metrics: EpochMetrics): EpochMetrics[] {
  return [...epochs.filter((known) => known.epoch < metrics.epoch), metrics];
}

function startAttempt(view: LiveRun, event: EventNamed<"started">): LiveRun {
  const { attempt, worker_id, environment } = event;
  const started_at = view.run.started_at ?? event.occurred_at;
  const run: RunDetails = { ...view.run, status: "running", attempt, worker_id, environment, started_at };
  return {
    ...view,
    run: { ...run, progress: null, queue_position: null },
    firstEstimate: null,
    memoryReduced: false,
    shortenedTo: null,
    inheritedRounds: view.epochs.at(-1)?.epoch ?? 0,
  };
}

function requeue(view: LiveRun, setback: Setback): LiveRun {
  const status = view.run.cancel_requested ? "cancelled" : "queued";
  return { ...change(view, { status, progress: null }), setback, firstEstimate: null };
}

function complete(view: LiveRun, event: EventNamed<"completed">): LiveRun {
  const best_accuracy = bestAccuracy(view.epochs) ?? accuracyOf(event.report);
  const done = change(view, { model: event.model, best_accuracy, best_score: scoreOf(event.report) });
  return { ...end(done, "completed", event.occurred_at), final: event.report };
}

/** Right answers of the exam, as the rounds count them. */
function accuracyOf(report: Report): number {
  return report.task === "question-answering" ? report.exact_match : report.accuracy;
}

/** What the best round was chosen by. */
function scoreOf(report: Report): number {
  return report.task === "text-classification" ? report.macro_f1 : report.f1;
}

function end(view: LiveRun, status: "completed" | "failed" | "cancelled", finished_at: string): LiveRun {
  return change(view, { status, finished_at, queue_position: null });
}

function change(view: LiveRun, fields: Partial<RunDetails>): LiveRun {
  return { ...view, run: { ...view.run, ...fields } };
}
