import type { Retention } from "../../api/types";

interface Bounds {
  least: number;
  most: number;
}

const DAYS: Bounds = { least: 1, most: 36_500 };

/** What the server takes. */
export const BOUNDS: Record<keyof Retention, Bounds> = {
  log_lines_days: { least: 15, most: 36_500 },
  notices_days: DAYS,
  credentials_days: DAYS,
  incoming_days: DAYS,
  orphaned_files_days: DAYS,
  classifications_days: DAYS,
  read_models_days: DAYS,
  backups_newest: { least: 1, most: 1_000 },
  backups_daily: { least: 0, most: 1_000 },
  backups_weekly: { least: 0, most: 1_000 },
};

export type Written = Record<keyof Retention, string>;

export const FIELDS = Object.keys(BOUNDS) as (keyof Retention)[];

/** The policy as it stands in the fields. */
export function writtenOf(policy: Retention): Written {
  return Object.fromEntries(FIELDS.map((name) => [name, String(policy[name])])) as Written;
}

/** Whether what is written cannot be kept. */
export function isOdd(name: keyof Retention, written: string): boolean {
  const { least, most } = BOUNDS[name];
  const value = Number(written);
  return written.trim() === "" || !Number.isInteger(value) || value < least || value > most;
}

/** Those fields that were written otherwise than they are. */
export function changesIn(written: Written, policy: Retention): Partial<Retention> {
  const changed = FIELDS.filter((name) => Number(written[name]) !== policy[name]);
  return Object.fromEntries(changed.map((name) => [name, Number(written[name])]));
}
