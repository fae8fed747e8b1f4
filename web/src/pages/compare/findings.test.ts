import { describe, expect, it } from "vitest";
import type { Compared, Comparison, Lead, RunSummary } from "../../api/types";
import { COMPARE } from "../../i18n/compare";
import { createFormat } from "../../i18n/format";
import { findingsOf } from "./findings";

const WORDS = COMPARE["pt-BR"];
const FORMAT = createFormat("pt-BR");

function compared(id: string, rate: number | null, fields: Partial<RunSummary> = {}): Compared {
  const run = { id, name: `treino ${id}`, task: "text-classification", ...fields } as RunSummary;
  return { run, rate, interval: null, exam_examples: 200 };
}

function lead(run_id: string, fields: Partial<Lead> = {}): Lead {
  return {
    run_id,
    difference: 0.04,
    low: 0.012,
    high: 0.068,
    method: "paired",
    is_beyond_chance: true,
    ...fields,
  };
}

function of(runs: Compared[], best: string | null, leads: Lead[]) {
  const comparison = { runs, best, leads, missing: [], has_same_exam: true } as unknown as Comparison;
  return findingsOf(comparison, WORDS, FORMAT);
}

describe("what a comparison comes to", () => {
  it("says by how much the best is ahead, and that it is more than the margin", () => {
    const found = of([compared("x", 0.87), compared("y", 0.91)], "y", [lead("x")]);
    expect(found.headline).toBe("B (“treino y”) é o que mais acerta: 91 de cada 100");
    expect(found.sentences).toEqual([
      "Contra A: 4 a mais em cada 100 (de 1,2 a 6,8). A diferença é maior que a margem.",
    ]);
    expect(found.method).toBe(WORDS.methods.paired);
  });

  it("does not call the first the best when all are within the margin", () => {
    const close = lead("x", { low: -0.01, is_beyond_chance: false, method: "intervals" });
    const found = of([compared("x", 0.87), compared("y", 0.91)], "y", [close]);
    expect(found.headline).toBe("B (“treino y”) vem na frente, mas por pouco");
    expect(found.sentences[0]).toContain("pode ser acaso");
    expect(found.method).toBe(WORDS.methods.intervals);
  });

  it("says which have no exam, and where nothing can be told", () => {
    const found = of([compared("x", 0.9), compared("y", null), compared("z", 0.8)], "x", []);
    expect(found.sentences).toEqual([WORDS.unfinished("B"), WORDS.untold("C")]);
    expect(found.method).toBeNull();
  });

  it("has no best while nothing is finished, or where the tasks differ", () => {
    expect(of([compared("x", null), compared("y", null)], null, []).headline).toBe(WORDS.noBest);
    const other = compared("y", 0.9, { task: "question-answering" });
    expect(of([compared("x", 0.9), other], null, []).headline).toBe(WORDS.otherTasks);
  });
});
