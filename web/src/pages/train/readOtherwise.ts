import type { Dataset, NewReading } from "../../api/types";

const NONE = "none";

/**
 * The same reading with another column in a role. Who takes another role's column gives it the own one.
 *
 * A separator belongs to the column of answers, so with another one it is looked for anew.
 */
export function readOtherwise(reading: Dataset["reading"], role: string, name: string): NewReading {
  const before = (reading.columns ?? {}) as Record<string, string>;
  const columns: Record<string, string> = { ...before, [role]: name };
  const robbed = Object.keys(before).find((other) => other !== role && before[other] === name);
  if (robbed !== undefined) columns[robbed] = before[role] ?? "";
  const answers = columns.label === before.label;
  return {
    task: reading.task,
    columns,
    sheet: reading.sheet ?? null,
    form: reading.form ?? null,
    label_separator: answers && "label" in before ? (reading.label_separator ?? NONE) : null,
  };
}
