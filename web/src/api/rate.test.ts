import { describe, expect, it } from "vitest";
import { bestRate, examRate } from "./rate";
import type { EpochMetrics, RunSummary } from "./types";

const ROUND = { validation_accuracy: 0.97, score: 0.31 } as EpochMetrics;

describe("the figure by which a run is followed", () => {
  it("is the F1 of entities, since words outside of them are nearly always right", () => {
    const run = { task: "token-classification", best_accuracy: 0.97, best_score: 0.31 } as RunSummary;
    expect(examRate("token-classification", ROUND)).toBe(0.31);
    expect(bestRate(run)).toBe(0.31);
    expect(bestRate({ ...run, best_score: null })).toBeNull();
  });

  it("is the share of right answers of every other task", () => {
    const run = { task: "text-classification", best_accuracy: 0.97, best_score: 0.31 } as RunSummary;
    expect(examRate("text-classification", ROUND)).toBe(0.97);
    expect(examRate("question-answering", ROUND)).toBe(0.97);
    expect(bestRate(run)).toBe(0.97);
  });
});
