import { describe, expect, it } from "vitest";
import type { Finding } from "../../api/types";
import { tooSmall } from "./small";

function few(examples: Record<string, number>): Finding {
  const params = {
    recommended: 100,
    labels: Object.keys(examples),
    missing_each: Object.values(examples).map((each) => String(100 - each)),
  };
  return { code: "few_examples", severity: "strong", sentence: "", params, examples: [], actions: [] };
}

describe("categories that are too small", () => {
  it("become one, without those that can be learned", () => {
    expect(tooSmall(few({ agravo: 3, apelação: 9, sentença: 10 }), "Outros")).toEqual({
      op: "merge_labels",
      labels: ["agravo", "apelação"],
      into: "Outros",
    });
  });

  it("stay when one alone is small, or the finding is about something else", () => {
    expect(tooSmall(few({ agravo: 3, sentença: 40 }), "Outros")).toBeNull();
    expect(tooSmall({ ...few({ a: 1, b: 1 }), code: "imbalance" }, "Outros")).toBeNull();
  });
});
