/** The points of a run's steps: those that were read, and those that its progress told since. Pure. */

import type { Progress, RunPoints } from "./types";

export interface Point {
  step: number;
  loss: number;
}

/** The point in a report of progress; null where no steps were taken since the last one. */
export function pointIn({ step, train_loss }: Progress): Point | null {
  return train_loss === null ? null : { step, loss: train_loss };
}

/** The points told so far with one more; an attempt that begins again takes the place of what it repeats. */
export function withPoint(told: Point[], point: Point): Point[] {
  const last = told.at(-1);
  if (last === undefined || point.step > last.step) return [...told, point];
  return point.step === last.step ? told : [...told.filter(({ step }) => step < point.step), point];
}

/** What was read and, behind it, what was told since, each step once. */
export function curveOf(read: RunPoints, told: Point[]): { steps: number[]; losses: number[] } {
  const last = read.steps.at(-1) ?? 0;
  const newer = told.filter(({ step }) => step > last);
  return {
    steps: [...read.steps, ...newer.map(({ step }) => step)],
    losses: [...read.train_loss, ...newer.map(({ loss }) => loss)],
  };
}

const WEIGHT = 0.9;

/** The exponential moving average, without the pull of its beginning. */
export function smoothed(values: number[]): number[] {
  let mean = 0;
  return values.map((value, index) => {
    mean = WEIGHT * mean + (1 - WEIGHT) * value;
    return mean / (1 - WEIGHT ** (index + 1));
  });
}
