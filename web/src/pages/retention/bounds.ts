import type { Retention } from "../../api/types";
import type { Field, Fields } from "../policy/fields";

const DAYS: Field = { least: 1, most: 36_500 };

/** What the server takes. */
export const BOUNDS: Fields<keyof Retention> = {
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
