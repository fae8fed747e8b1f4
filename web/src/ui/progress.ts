/** What a progress card says of a run, chosen from what is known. Pure. */

import { isSlowerThanSaid, type LiveRun } from "../api/live";
import type { Phase, Progress } from "../api/types";
import { rough } from "../i18n/format";
import type { Catalogue } from "../i18n/pt-BR";

export const PHASES: ("queue" | Phase)[] = ["queue", "preparing", "training", "evaluating", "saving"];

/** The place in `PHASES` where a run is. The exam after each round belongs to the training. */
export function phaseIndex({ run }: LiveRun): number {
  if (run.status === "queued") return 0;
  if (run.progress === null) return PHASES.indexOf("preparing");
  return PHASES.indexOf(isRoundExam(run.progress) ? "training" : run.progress.phase);
}

function isRoundExam({ phase, epoch, epochs }: Progress): boolean {
  return phase === "evaluating" && epoch < epochs;
}

/** The most important thing about a run that has not ended. */
export function headlineOf({ run }: LiveRun, t: Catalogue): string {
  if (run.status === "queued") return t.live.waiting;
  return run.progress === null ? t.live.starting : t.live.done(run.progress.fraction);
}

/** What else is known, most important first. */
export function factsOf(view: LiveRun, t: Catalogue): string[] {
  const { run } = view;
  const facts: (string | false | null)[] = [
    run.status === "queued" && run.queue_position !== null && t.live.place(run.queue_position),
    run.progress !== null && run.progress.epoch > 0 && t.live.round(run.progress.epoch, run.progress.epochs),
    run.progress !== null && timeLeft(run.progress, t),
    isSlowerThanSaid(view) && t.live.slower,
    run.attempt > 1 && t.live.attempt(run.attempt),
  ];
  return facts.filter((fact): fact is string => typeof fact === "string");
}

function timeLeft(progress: Progress, t: Catalogue): string | null {
  const { seconds_left, is_guess } = progress;
  if (seconds_left !== null) return (is_guess ? t.live.leftGuess : t.live.left)(rough(seconds_left));
  return progress.phase === "training" ? t.live.estimating : null;
}

const SILENCE_MS = 60_000;

/** Whole minutes since a running run was last heard of; 0 while that is nothing to speak of. */
export function silentMinutes({ run, heardAtMs }: LiveRun, now: Date): number {
  const silence = now.getTime() - heardAtMs;
  return run.status === "running" && silence >= SILENCE_MS ? Math.floor(silence / 60_000) : 0;
}

/** The rounds that a run was asked for. */
export function roundsOf({ run, epochs }: LiveRun): number {
  const asked = Number(run.progress?.epochs ?? run.hyperparameters.epochs ?? 0);
  return Math.max(asked, epochs.at(-1)?.epoch ?? 0, 1);
}
