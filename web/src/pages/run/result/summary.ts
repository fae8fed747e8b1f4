/** The sentences that sum a result up. Pure. */

import type { AnswersReport, LabelsReport, Report } from "../../../api/types";
import { outOfHundred } from "../../../i18n/format";
import type { ResultWords } from "../../../i18n/result";
import { baselineOf, entitiesOf, hitsOf, isSmallExam } from "./report";

export interface Lines {
  headline: string;
  measure: string;
  baseline: string | null;
}

/** What the headline says, for other places that say it too. */
export function linesOf(report: Report, words: ResultWords["result"]): Lines {
  switch (report.task) {
    case "text-classification":
      if (report.multi_label) return severalOf(report, words);
      return isSmallExam(report) ? smallExam(report, words) : fullExam(report, words);
    case "token-classification": {
      const { found, total } = entitiesOf(report);
      return isSmallExam(report)
        ? counted(words.headlineSmallEntities(found, total), words)
        : full(
            report,
            words,
            words.headlineEntities(outOfHundred(report.recall), outOfHundred(report.precision)),
          );
    }
    case "question-answering": {
      const { unanswerable_right: right, unanswerable_examples: silent } = report;
      const unanswered = silent === 0 ? null : words.unanswered(right, silent);
      return { ...answersOf(report, words), baseline: unanswered };
    }
  }
}

function answersOf(report: AnswersReport, words: ResultWords["result"]): Lines {
  const { exact_match, f1, validation_examples: total } = report;
  return isSmallExam(report)
    ? counted(words.headlineSmallAnswers(Math.round(exact_match * total), total), words)
    : full(report, words, words.headlineAnswers(outOfHundred(exact_match), outOfHundred(f1)));
}

function severalOf(report: LabelsReport, words: ResultWords["result"]): Lines {
  return isSmallExam(report)
    ? counted(words.headlineSmall(hitsOf(report), report.validation_examples), words)
    : full(report, words, words.headlineSeveral(outOfHundred(report.accuracy)));
}

/** A small exam, where there is no commonest answer: counts, which must not look exact. */
function counted(headline: string, words: ResultWords["result"]): Lines {
  return { headline, measure: words.smallExam, baseline: null };
}

/** A large exam, where there is no commonest answer: a share. */
function full(report: Report, words: ResultWords["result"], headline: string): Lines {
  return { headline, measure: measureOf(report, words), baseline: null };
}

/** On how many examples it was measured, and what that lets expect of others. */
function measureOf(report: Report, words: ResultWords["result"]): string {
  const measured = words.measured(report.validation_examples);
  if (!report.interval) return measured;
  const { low, high } = report.interval;
  return `${measured} ${words.margin[report.task](outOfHundred(low), outOfHundred(high))}`;
}

function fullExam(report: LabelsReport, words: ResultWords["result"]): Lines {
  const { label, share } = baselineOf(report);
  const reach = outOfHundred(share);
  return {
    headline: words.headline(outOfHundred(report.accuracy)),
    measure: measureOf(report, words),
    baseline: label === null ? words.baselineUnnamed(reach) : words.baseline(label, reach),
  };
}

/** Counts instead of shares: a small exam must not look exact. */
function smallExam(report: LabelsReport, words: ResultWords["result"]): Lines {
  const total = report.validation_examples;
  const { label, hits } = baselineOf(report);
  return {
    headline: words.headlineSmall(hitsOf(report), total),
    measure: words.smallExam,
    baseline:
      label === null ? words.baselineSmallUnnamed(hits, total) : words.baselineSmall(label, hits, total),
  };
}
