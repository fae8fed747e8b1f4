import { PRESET_FIELDS, type PresetField } from "../../api/presets";
import type { Limits, WholeHyperparameters } from "../../api/types";

interface Bounds {
  least: number;
  most: number;
  whole: boolean;
}

const count = (least: number, most: number): Bounds => ({ least, most, whole: true });
const share = (least: number, most: number): Bounds => ({ least, most, whole: false });

/** What the server takes of each field, within the limits for everybody. */
export function boundsOf(limits: Limits): Record<PresetField, Bounds> {
  return {
    epochs: count(1, limits.epochs),
    early_stopping_patience: count(1, 100),
    max_length: count(8, limits.max_length),
    batch_size: count(1, limits.batch_size),
    learning_rate: share(1e-7, 0.1),
    warmup_steps: count(0, 100_000),
    weight_decay: share(0, 1),
    train_split: share(0.5, 0.95),
  };
}

export type Written = Record<PresetField, string>;

/** The settings as they stand in the fields; one that is not set is empty. */
export function writtenOf(hyperparameters: WholeHyperparameters): Written {
  const written = PRESET_FIELDS.map((name) => [name, String(hyperparameters[name] ?? "")]);
  return Object.fromEntries(written) as Written;
}

/** Whether what is written cannot be kept; only stopping early may be left out. */
export function isOdd(name: PresetField, written: string, { least, most, whole }: Bounds): boolean {
  if (written.trim() === "") return name !== "early_stopping_patience";
  const value = Number(written);
  return !(value >= least && value <= most) || (whole && !Number.isInteger(value));
}

/** The settings as they are written, with all others as they were. */
export function settingsOf(written: Written, before: WholeHyperparameters): WholeHyperparameters {
  const values = PRESET_FIELDS.map((name) => [
    name,
    written[name].trim() === "" ? null : Number(written[name]),
  ]);
  return { ...before, ...Object.fromEntries(values) };
}
