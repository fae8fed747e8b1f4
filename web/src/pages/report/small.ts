import type { Finding, Step } from "../../api/types";

/** Examples below which a category cannot be learned. */
const HOPELESS = 10;

export type Merge = Extract<Step, { op: "merge_labels" }>;

/** One category of all that are too small to be learned, where there are several; else null. */
export function tooSmall({ code, params }: Finding, into: string): Merge | null {
  const { labels, missing_each: missing, recommended } = params;
  if (code !== "few_examples" || !Array.isArray(labels) || !Array.isArray(missing)) return null;
  const small = labels.filter((_, at) => Number(recommended) - Number(missing[at]) < HOPELESS);
  return small.length > 1 ? { op: "merge_labels", labels: small, into } : null;
}
