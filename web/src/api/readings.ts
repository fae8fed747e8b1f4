/** How machines fared during the last minute, as their heartbeats tell. Pure. */

import type { Machine } from "./types";

export const WINDOW_MS = 60_000;

/** What is measured, each as a share of what there is; null where nobody can tell. */
export interface Reading {
  atMs: number;
  load: number | null;
  memory: number | null;
  disk: number | null;
  temperature: number | null;
}

export type Readings = Readonly<Record<string, readonly Reading[]>>;

/** A machine that gets hotter than this slows down. */
const HOTTEST_CELSIUS = 100;

/** The readings after machines were looked at; those older than a minute go, as do those of who is silent. */
export function withReadings(known: Readings, machines: Machine[], atMs: number): Readings {
  return Object.fromEntries(
    machines
      .filter(({ status }) => status === "online")
      .map((machine) => [machine.id, [...recent(known[machine.id] ?? [], atMs), readingOf(machine, atMs)]]),
  );
}

function recent(readings: readonly Reading[], atMs: number): readonly Reading[] {
  return readings.filter((reading) => atMs - reading.atMs < WINDOW_MS && reading.atMs < atMs);
}

function readingOf(machine: Machine, atMs: number): Reading {
  return {
    atMs,
    load: machine.utilisation,
    memory: shareOf(machine.memory_used_bytes, machine.device_memory_bytes),
    disk: shareOf(machine.disk_used_bytes, machine.disk_bytes),
    temperature: machine.temperature_celsius === null ? null : machine.temperature_celsius / HOTTEST_CELSIUS,
  };
}

/** `part` of `whole` as a share from 0 to 1; null where either is not known. */
export function shareOf(part: number | null, whole: number | null): number | null {
  if (part === null || !whole) return null;
  return Math.min(1, Math.max(0, part / whole));
}
