import { describe, expect, it } from "vitest";
import type { Model } from "../../api/types";
import { MODELS } from "../../i18n/models";
import { examOf, noteOf } from "./exam";

const words = MODELS.en;

function model(task: Model["task"], exam: Model["exam"]): Model {
  return { task, exam } as Model;
}

describe("how well a model did", () => {
  it("is a share of every hundred where the exam was large", () => {
    const large = model("text-classification", { rate: 0.874, examples: 316 });

    expect(examOf(large, words)).toBe("Got 87 of every 100 right in the exam");
    expect(noteOf(large, words)).toBe("exam of 316 examples");
  });

  it("is a count, with a warning, where it was small", () => {
    const small = model("text-classification", { rate: 26 / 30, examples: 30 });

    expect(examOf(small, words)).toBe("Got 26 of 30 right in the exam");
    expect(noteOf(small, words)).toBe("too small an exam to rely on");
  });

  it("is a score where answers can be right in part, and nothing without an exam", () => {
    expect(examOf(model("token-classification", { rate: 0.9, examples: 20 }), words)).toBe(
      "Scored 90 of 100 in the exam",
    );
    expect(examOf(model("text-classification", null), words)).toBe(words.noExam);
  });
});
