/** What a final report means, by the thresholds that people were promised. Pure. */

import type {
  BaselineCode,
  EntitiesReport,
  EpochMetrics,
  LabelReport,
  LabelsReport,
  Report,
} from "../../../api/types";

export type Verdict = "excellent" | "good" | "acceptable" | "poor" | "guessing" | "unsure";
export type AlertCode = "outdone" | "overfitting" | "underfitting" | "neglected" | "guessing";

/** Below this many examples an exam proves too little for a share of a hundred. */
export const ENOUGH_EXAMPLES = 100;

const EXCELLENT_ABOVE = 0.95;
const GOOD_FROM = 0.85;
const ACCEPTABLE_FROM = 0.7;
const OVERFITTING_GAP = 0.15;
const UNDERFITTING_BELOW = 0.7;
const NEGLECT_GAP = 0.1;
const WEAK_BELOW = 0.7;
const NAMED_CATEGORIES = 3;
const MAX_ALERTS = 3;

/** Whether the exam is too small to speak of a share. */
export function isSmallExam(report: Report): boolean {
  return report.validation_examples < ENOUGH_EXAMPLES;
}

/** Whether always giving the commonest answer would do as well. */
function isGuessing(report: Report): boolean {
  return rateOf(report) <= (report.task === "text-classification" ? report.majority_accuracy : 0);
}

/** What a model is judged by: its right answers; of entities and of answers, their F1. */
function rateOf(report: Report): number {
  return report.task === "text-classification" ? report.accuracy : report.f1;
}

/** How good the model is; no verdict on a small exam. */
export function verdictOf(report: Report): Verdict {
  if (isSmallExam(report)) return "unsure";
  if (isGuessing(report)) return "guessing";
  const rate = rateOf(report);
  if (rate > EXCELLENT_ABOVE) return "excellent";
  if (rate >= GOOD_FROM) return "good";
  return rate >= ACCEPTABLE_FROM ? "acceptable" : "poor";
}

/** What is wrong with the model, worst first, three at most. `best` is the best round, if known. */
export function alertsOf(report: Report, best: EpochMetrics | undefined): AlertCode[] {
  const found: Record<AlertCode, boolean> = {
    guessing: isGuessing(report),
    outdone: isOutdone(report),
    overfitting: best !== undefined && best.train_accuracy - best.validation_accuracy > OVERFITTING_GAP,
    underfitting:
      best !== undefined && Math.max(best.train_accuracy, best.validation_accuracy) < UNDERFITTING_BELOW,
    neglected: hasNeglected(report),
  };
  return (Object.keys(found) as AlertCode[]).filter((code) => found[code]).slice(0, MAX_ALERTS);
}

/** Whether some categories are far behind; among several a text, whole texts are always harder. */
function hasNeglected(report: Report): boolean {
  if (report.task !== "text-classification" || report.multi_label) return false;
  return report.macro_f1 < report.accuracy - NEGLECT_GAP;
}

/** Right answers in the exam. */
export function hitsOf(report: LabelsReport): number {
  return Math.round(report.accuracy * report.validation_examples);
}

export interface Rival {
  /** The model itself, a simple method, or always giving the commonest answer. */
  code: BaselineCode | "model" | "commonest";
  share: number;
}

/** The model and what simple methods reach; empty on a small exam and where none was measured. */
export function rivalsOf(report: Report): Rival[] {
  if (!report.baseline || isSmallExam(report)) return [];
  const { code, rate } = report.baseline;
  const rivals: Rival[] = [
    { code: "model", share: rateOf(report) },
    { code, share: rate },
  ];
  if (report.task !== "text-classification") return rivals;
  return [...rivals, { code: "commonest", share: report.majority_accuracy }];
}

/** Whether a simple method does as well as a model that is better than a guess. */
function isOutdone(report: Report): boolean {
  const rivals = rivalsOf(report).filter(({ code }) => code !== "model" && code !== "commonest");
  return !isGuessing(report) && rivals.some(({ share }) => share >= rateOf(report));
}

export interface Baseline {
  /** The commonest answer, where the exam tells which one that is. */
  label: string | null;
  share: number;
  hits: number;
}

/** What always giving the commonest answer would reach. */
export function baselineOf(report: LabelsReport): Baseline {
  const hits = Math.round(report.majority_accuracy * report.validation_examples);
  const matching = report.labels.filter((label) => label.support === hits);
  const label = matching.length === 1 ? (matching[0]?.label ?? null) : null;
  return { label, share: report.majority_accuracy, hits };
}

/** Why the model is often wrong about a category. */
export type Reason = { code: "few"; learned: number } | { code: "confused"; label: string; times: number };

export interface CategoryHits {
  label: string;
  hits: number;
  total: number;
  weak: boolean;
  /** Most telling first; none unless it is weak. */
  reasons: Reason[];
}

/** With fewer examples to learn from, that alone explains mistakes. */
const FEW_LEARNED = 50;
/** Of a category's mistakes, from which share on one other category explains them. */
const CONFUSED_FROM = 1 / 3;

/** Right answers by category, the weakest first; those that the exam lacks come last. */
export function categoriesOf(report: LabelsReport): CategoryHits[] {
  const rows = report.labels.map((one, place) => {
    const { label, support } = one;
    const hits = foundOf(one);
    const weak = support > 0 && hits / support < WEAK_BELOW;
    return { label, hits, total: support, weak, reasons: weak ? reasonsOf(report, place) : [] };
  });
  return rows.sort((one, other) => shareOf(one) - shareOf(other));
}

function reasonsOf(report: LabelsReport, place: number): Reason[] {
  const { labels, train_examples, validation_examples } = report;
  const support = labels[place]?.support ?? 0;
  // Both sides of the split have the same share of each category.
  const learned = Math.round((support * train_examples) / validation_examples);
  const few: Reason[] = learned < FEW_LEARNED ? [{ code: "few", learned }] : [];
  return [...few, ...confusedWith(report, place)];
}

function confusedWith({ labels, confusion_matrix }: LabelsReport, place: number): Reason[] {
  const mistakes = (confusion_matrix[place] ?? []).map((times, answer) => (answer === place ? 0 : times));
  const times = Math.max(0, ...mistakes);
  const label = labels[mistakes.indexOf(times)]?.label;
  const all = mistakes.reduce((sum, one) => sum + one, 0);
  return label !== undefined && times > 0 && times >= all * CONFUSED_FROM
    ? [{ code: "confused", label, times }]
    : [];
}

export type Order = "worst" | "commonest" | "name";

/** The categories in another order; the weakest first is the one they come in. */
export function ordered(categories: CategoryHits[], order: Order): CategoryHits[] {
  if (order === "worst") return categories;
  const byName = new Intl.Collator().compare;
  return [...categories].sort(
    order === "name"
      ? (one, other) => byName(one.label, other.label)
      : (one, other) => other.total - one.total,
  );
}

/** How often a label was given where it belongs, or an entity of a type found. */
export function foundOf({ recall, support }: LabelReport): number {
  return Math.round(recall * support);
}

/** Entities found, and entities there are. */
export function entitiesOf({ labels }: EntitiesReport): { found: number; total: number } {
  const sum = (figures: number[]) => figures.reduce((all, one) => all + one, 0);
  return { found: sum(labels.map(foundOf)), total: sum(labels.map(({ support }) => support)) };
}

function shareOf({ hits, total }: CategoryHits): number {
  return total === 0 ? Number.POSITIVE_INFINITY : hits / total;
}

/** The names of the categories that do worst, for a sentence. */
export function weakestOf(report: { labels: LabelReport[] }): string[] {
  const byF1 = [...report.labels]
    .filter(({ support }) => support > 0)
    .sort((one, other) => one.f1 - other.f1);
  return byF1.slice(0, Math.min(NAMED_CATEGORIES, Math.ceil(byF1.length / 2))).map(({ label }) => label);
}

export interface Confusion {
  truth: string;
  answer: string;
  times: number;
}

/** Every mistake that was made, the commonest first. */
export function confusionsOf({ labels, confusion_matrix }: LabelsReport): Confusion[] {
  const mistakes = confusion_matrix.flatMap((row, truth) =>
    row.map((times, answer) => ({
      truth: labels[truth]?.label ?? "",
      answer: labels[answer]?.label ?? "",
      times: truth === answer ? 0 : times,
    })),
  );
  return mistakes.filter(({ times }) => times > 0).sort((one, other) => other.times - one.times);
}

/** The mistakes in which a category with such a name takes part; accents and case make no difference. */
export function matching(mistakes: Confusion[], name: string): Confusion[] {
  const sought = folded(name.trim());
  return mistakes.filter(
    ({ truth, answer }) => folded(truth).includes(sought) || folded(answer).includes(sought),
  );
}

function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase();
}
