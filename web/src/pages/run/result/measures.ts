/** What a task is measured by, in the order in which it is told. Pure. */

import type { Report } from "../../../api/types";

export type Measure =
  | "accuracy"
  | "macro_f1"
  | "weighted_f1"
  | "micro_f1"
  | "f1"
  | "precision"
  | "recall"
  | "exact_match";

const MEASURES: Record<Report["task"], Measure[]> = {
  "text-classification": ["accuracy", "macro_f1", "micro_f1", "weighted_f1"],
  "token-classification": ["f1", "precision", "recall", "macro_f1"],
  "question-answering": ["exact_match", "f1"],
};

/** The measures that the report has, with their values. */
export function measuresOf(report: Report): { name: Measure; value: number }[] {
  const values: Partial<Record<Measure, number | null>> = report;
  return MEASURES[report.task].flatMap((name) => {
    const value = values[name];
    return typeof value === "number" ? [{ name, value }] : [];
  });
}
