import { describe, expect, it } from "vitest";
import type { AnswersReport, EntitiesReport, EpochMetrics, LabelsReport } from "../../../api/types";
import {
  alertsOf,
  baselineOf,
  categoriesOf,
  confusionsOf,
  entitiesOf,
  hitsOf,
  isSmallExam,
  ordered,
  rivalsOf,
  verdictOf,
  weakestOf,
} from "./report";

/** Two categories, 60 and 40 examples, 54 and 33 of them right. */
function report(fields: Partial<LabelsReport> = {}): LabelsReport {
  return {
    task: "text-classification",
    multi_label: false,
    micro_f1: null,
    best_epoch: 3,
    epochs_run: 5,
    stopped_early: false,
    accuracy: 0.87,
    macro_f1: 0.86,
    weighted_f1: 0.87,
    validation_loss: 0.3,
    majority_accuracy: 0.6,
    train_examples: 400,
    validation_examples: 100,
    labels: [
      { label: "Recurso", precision: 0.89, recall: 0.9, f1: 0.89, support: 60 },
      { label: "Ofício", precision: 0.85, recall: 0.82, f1: 0.83, support: 40 },
    ],
    confusion_matrix: [
      [54, 6],
      [7, 33],
    ],
    hardest: [],
    mistakes: [],
    review: [],
    seconds: 60,
    ...fields,
  };
}

function best(train: number, validation: number): EpochMetrics {
  return { train_accuracy: train, validation_accuracy: validation } as EpochMetrics;
}

describe("the verdict", () => {
  it.each([
    [0.951, "excellent"],
    [0.95, "good"],
    [0.85, "good"],
    [0.849, "acceptable"],
    [0.7, "acceptable"],
    [0.699, "poor"],
  ])("on an accuracy of %f is %s", (accuracy, verdict) => {
    expect(verdictOf(report({ accuracy }))).toBe(verdict);
  });

  it("is worse than poor when guessing would do as well, however high the accuracy", () => {
    expect(verdictOf(report({ accuracy: 0.96, majority_accuracy: 0.96 }))).toBe("guessing");
  });

  it("is withheld when the exam has fewer than a hundred examples", () => {
    expect(verdictOf(report({ validation_examples: 99 }))).toBe("unsure");
    expect(isSmallExam(report({ validation_examples: 99 }))).toBe(true);
    expect(isSmallExam(report())).toBe(false);
  });
});

describe("alerts", () => {
  it("are silent on a sound model", () => {
    expect(alertsOf(report(), best(0.9, 0.87))).toEqual([]);
  });

  it("say that it memorised when training beats the exam by more than 15 points", () => {
    expect(alertsOf(report(), best(1, 0.84))).toEqual(["overfitting"]);
    expect(alertsOf(report(), best(1, 0.86))).toEqual([]);
  });

  it("say that it has not learned when both fall short of 70 %", () => {
    expect(alertsOf(report(), best(0.69, 0.69))).toEqual(["underfitting"]);
    expect(alertsOf(report(), best(0.7, 0.69))).toEqual([]);
  });

  it("say that categories were neglected when macro F1 trails accuracy by more than 10 points", () => {
    expect(alertsOf(report({ macro_f1: 0.76 }), undefined)).toEqual(["neglected"]);
    expect(alertsOf(report({ macro_f1: 0.78 }), undefined)).toEqual([]);
  });

  it("say first that guessing would do as well", () => {
    const guessing = report({ accuracy: 0.6, macro_f1: 0.3 });
    expect(alertsOf(guessing, best(0.6, 0.6))).toEqual(["guessing", "underfitting", "neglected"]);
  });
});

const counting = { code: "word_counts", rate: 0.8, macro_f1: 0.7 } as const;

describe("simple methods", () => {
  it("stand beside the model, down to what costs nothing", () => {
    expect(rivalsOf(report({ baseline: counting }))).toEqual([
      { code: "model", share: 0.87 },
      { code: "word_counts", share: 0.8 },
      { code: "commonest", share: 0.6 },
    ]);
  });

  it("are held against F1 where that is the headline", () => {
    const known = { code: "known_words", rate: 0.4, macro_f1: 0.3 } as const;
    expect(rivalsOf(entities({ baseline: known })).map(({ share }) => share)).toEqual([0.83, 0.4]);
  });

  it("are not spoken of on a small exam, nor where older workers never measured them", () => {
    expect(rivalsOf(report({ baseline: counting, validation_examples: 99 }))).toEqual([]);
    expect(rivalsOf(report({ baseline: null }))).toEqual([]);
  });

  it("raise an alert when one does as well, unless even guessing would", () => {
    expect(alertsOf(report({ baseline: { ...counting, rate: 0.87 } }), undefined)).toEqual(["outdone"]);
    expect(alertsOf(report({ baseline: counting }), undefined)).toEqual([]);
    const guessing = report({ accuracy: 0.6, baseline: counting });
    expect(alertsOf(guessing, undefined)).toEqual(["guessing"]);
  });
});

/** 60 and 110 entities, of which 42 and 97 were found. */
function entities(fields: Partial<EntitiesReport> = {}): EntitiesReport {
  const { best_epoch, epochs_run, stopped_early, validation_loss, train_examples, seconds } = report();
  return {
    task: "token-classification",
    best_epoch,
    epochs_run,
    stopped_early,
    validation_loss,
    train_examples,
    seconds,
    validation_examples: 200,
    precision: 0.84,
    recall: 0.82,
    f1: 0.83,
    macro_f1: 0.6,
    weighted_f1: 0.82,
    accuracy: 0.97,
    majority_accuracy: 0.86,
    labels: [
      { label: "LOCAL", precision: 0.75, recall: 0.7, f1: 0.72, support: 60 },
      { label: "PESSOA", precision: 0.9, recall: 0.88, f1: 0.89, support: 110 },
    ],
    hardest: [],
    ...fields,
  };
}

function answers(f1: number): AnswersReport {
  const { best_epoch, epochs_run, stopped_early, validation_loss, train_examples, seconds } = report();
  return {
    task: "question-answering",
    best_epoch,
    epochs_run,
    stopped_early,
    validation_loss,
    train_examples,
    seconds,
    validation_examples: 200,
    exact_match: f1 / 2,
    f1,
    language: "pt",
    types: [],
    unanswerable_examples: 0,
    unanswerable_right: 0,
    no_answer_threshold: null,
    hardest: [],
  };
}

describe("exams of other tasks", () => {
  it("are judged by F1, since most words belong to no entity", () => {
    expect(verdictOf(entities())).toBe("acceptable");
    expect(verdictOf(entities({ f1: 0 }))).toBe("guessing");
    expect(verdictOf(answers(0.9))).toBe("good");
  });

  it("count entities, not sentences", () => {
    expect(entitiesOf(entities())).toEqual({ found: 139, total: 170 });
  });

  it("name no neglected categories, as macro F1 is not of the same kind as words or whole texts", () => {
    expect(alertsOf(entities(), undefined)).toEqual([]);
    expect(alertsOf(answers(0.9), undefined)).toEqual([]);
    expect(alertsOf(report({ multi_label: true, macro_f1: 0.5 }), undefined)).toEqual([]);
    expect(alertsOf(report({ macro_f1: 0.5 }), undefined)).toEqual(["neglected"]);
  });
});

describe("the baseline", () => {
  it("names the answer whose examples in the exam match it", () => {
    expect(baselineOf(report())).toEqual({ label: "Recurso", share: 0.6, hits: 60 });
  });

  it("names none when two categories match, or no one does", () => {
    const even = report().labels.map((label) => ({ ...label, support: 50 }));
    expect(baselineOf(report({ majority_accuracy: 0.5, labels: even })).label).toBeNull();
    expect(baselineOf(report({ majority_accuracy: 0.2 })).label).toBeNull();
  });
});

describe("the exam by category", () => {
  it("counts right answers", () => {
    expect(hitsOf(report())).toBe(87);
  });

  it("begins with the weakest and marks those under 70 %", () => {
    const [first, second] = report().labels;
    const labels = [first, { ...second, recall: 0.675 }] as LabelsReport["labels"];
    expect(categoriesOf(report({ labels }))).toEqual([
      {
        label: "Ofício",
        hits: 27,
        total: 40,
        weak: true,
        reasons: [{ code: "confused", label: "Recurso", times: 7 }],
      },
      { label: "Recurso", hits: 54, total: 60, weak: false, reasons: [] },
    ]);
  });

  it("says of weak categories that few examples were learned from", () => {
    const [first, second] = report().labels;
    const labels = [first, { ...second, recall: 0.5 }] as LabelsReport["labels"];
    expect(categoriesOf(report({ labels, train_examples: 100 }))[0]?.reasons).toEqual([
      { code: "few", learned: 40 },
      { code: "confused", label: "Recurso", times: 7 },
    ]);
  });

  it("can be put in another order", () => {
    const categories = categoriesOf(report());
    const names = (order: "worst" | "commonest" | "name") =>
      ordered(categories, order).map(({ label }) => label);
    expect(names("worst")).toEqual(["Ofício", "Recurso"]);
    expect(names("commonest")).toEqual(["Recurso", "Ofício"]);
    expect(names("name")).toEqual(["Ofício", "Recurso"]);
  });

  it("puts categories that the exam lacks at the end, without blame", () => {
    const [first, second] = report().labels;
    const labels = [{ ...first, support: 0 }, second] as LabelsReport["labels"];
    const rows = categoriesOf(report({ labels }));
    expect(rows.map(({ label, weak }) => [label, weak])).toEqual([
      ["Ofício", false],
      ["Recurso", false],
    ]);
  });

  it("names at most half of the categories as the weakest", () => {
    expect(weakestOf(report())).toEqual(["Ofício"]);
  });

  it("lists mistakes, the commonest first", () => {
    expect(confusionsOf(report())).toEqual([
      { truth: "Ofício", answer: "Recurso", times: 7 },
      { truth: "Recurso", answer: "Ofício", times: 6 },
    ]);
  });
});
