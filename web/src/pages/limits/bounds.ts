import type { Limits } from "../../api/types";

interface Bounds {
  least: number;
  most: number;
  /** What one step of the field is in the API's own unit. */
  unit: number;
}

const MEGABYTE = 2 ** 20;

/** What the server takes, in the order in which people look for it. */
export const BOUNDS: Record<keyof Limits, Bounds> = {
  runs_of_person: { least: 1, most: 1_000, unit: 1 },
  runs_of_all: { least: 1, most: 10_000, unit: 1 },
  job_hours: { least: 0.01, most: 8_760, unit: 1 },
  retries: { least: 0, most: 20, unit: 1 },
  file_bytes: { least: 1, most: 2_048, unit: MEGABYTE },
  rows: { least: 10, most: 10_000_000, unit: 1 },
  columns: { least: 2, most: 1_000, unit: 1 },
  text_characters: { least: 100, most: 1_000_000, unit: 1 },
  epochs: { least: 1, most: 100, unit: 1 },
  batch_size: { least: 1, most: 128, unit: 1 },
  max_length: { least: 8, most: 1_024, unit: 1 },
};

export type Written = Record<keyof Limits, string>;

export const LIMIT_NAMES = Object.keys(BOUNDS) as (keyof Limits)[];

/** The limits as they stand in the fields. */
export function writtenOf(limits: Limits): Written {
  return Object.fromEntries(
    LIMIT_NAMES.map((name) => [name, String(limits[name] / BOUNDS[name].unit)]),
  ) as Written;
}

/** Why what is written cannot be a limit: it is no number, out of bounds, or a part where only whole ones count. */
export function isOdd(name: keyof Limits, written: string): boolean {
  const { least, most } = BOUNDS[name];
  const value = Number(written);
  const whole = name === "job_hours" || Number.isInteger(value);
  return written.trim() === "" || !(value >= least && value <= most) || !whole;
}

/** Those limits that were written otherwise than they are. */
export function changesIn(written: Written, limits: Limits): Partial<Limits> {
  const before = writtenOf(limits);
  const changed = LIMIT_NAMES.filter((name) => Number(written[name]) !== Number(before[name]));
  return Object.fromEntries(changed.map((name) => [name, Number(written[name]) * BOUNDS[name].unit]));
}
