/** What a training was set to and where it ran, by technical names. Pure. */

import type { RunDetails } from "../../../api/types";
import type { Format } from "../../../i18n/format";
import type { ResultWords } from "../../../i18n/result";
import type { Fact } from "../../../ui/FactList";

export interface Said {
  words: ResultWords;
  format: Format;
}

/** What was set, by its technical name. */
export function settingsOf(run: RunDetails, said: Said): Fact[] {
  const settings = Object.entries(run.hyperparameters).map(([name, value]) => ({
    name,
    value: settingIn(value, said),
  }));
  return [{ name: "task", value: run.task }, { name: "base_model", value: run.base_model }, ...settings];
}

/** One setting as it is typed. */
export function settingIn(value: string | number | boolean | null, { words, format }: Said): string {
  if (value === null) return words.technical.none;
  if (typeof value === "boolean") return value ? words.technical.yes : words.technical.no;
  return typeof value === "number" ? exactly(value, format) : value;
}

/** Whole numbers to the last digit and as they are typed: a rounded seed repeats nothing. */
function exactly(value: number, format: Format): string {
  return Number.isInteger(value) ? String(value) : format.scientific(value);
}

/** Where it was trained. */
export function environmentOf(environment: object, { words, format }: Said): Fact[] {
  return Object.entries(environment).map(([name, value]) => ({
    name,
    value:
      name === "device_memory_bytes" && value !== null
        ? format.size(Number(value))
        : String(value ?? words.technical.none),
  }));
}
