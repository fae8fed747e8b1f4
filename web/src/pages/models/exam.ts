import type { Model } from "../../api/types";
import { outOfHundred } from "../../i18n/format";
import type { ModelWords } from "../../i18n/models";

/** Fewer examples than this say too little for a percentage. */
export const SMALL_EXAM = 100;

/** How well the model did, in a sentence; of few examples counts, which look no more exact than they are. */
export function examOf({ exam, task }: Model, words: ModelWords): string {
  if (exam === null) return words.noExam;
  if (task !== "text-classification") return words.f1(outOfHundred(exam.rate));
  if (exam.examples >= SMALL_EXAM) return words.hits(outOfHundred(exam.rate));
  return words.small(Math.round(exam.rate * exam.examples), exam.examples);
}

/** What there is to add to that. */
export function noteOf({ exam }: Model, words: ModelWords): string | null {
  if (exam === null) return null;
  return exam.examples < SMALL_EXAM ? words.smallNote : words.exam(exam.examples);
}
