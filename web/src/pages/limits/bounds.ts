import type { Limits } from "../../api/types";
import type { Fields } from "../policy/fields";

const MEGABYTE = 2 ** 20;

/** What the server takes, in the order in which people look for it. */
export const BOUNDS: Fields<keyof Limits> = {
  runs_of_person: { least: 1, most: 1_000 },
  runs_of_all: { least: 1, most: 10_000 },
  job_hours: { least: 0.01, most: 8_760, parts: true },
  retries: { least: 0, most: 20 },
  file_bytes: { least: 1, most: 2_048, unit: MEGABYTE },
  rows: { least: 10, most: 10_000_000 },
  columns: { least: 2, most: 1_000 },
  text_characters: { least: 100, most: 1_000_000 },
  epochs: { least: 1, most: 100 },
  batch_size: { least: 1, most: 128 },
  max_length: { least: 8, most: 1_024 },
};
