import { describe, expect, it } from "vitest";
import type { Limits, WholeHyperparameters } from "../../api/types";
import { boundsOf, isOdd, settingsOf, writtenOf } from "./fields";

const BOUNDS = boundsOf({ epochs: 40, max_length: 512, batch_size: 64 } as Limits);
const BEFORE = {
  epochs: 3,
  early_stopping_patience: null,
  learning_rate: 2e-5,
  seed: 42,
} as WholeHyperparameters;

describe("the fields of a preset", () => {
  it("hold what is set, and nothing where training never stops early", () => {
    expect(writtenOf(BEFORE)).toMatchObject({ epochs: "3", early_stopping_patience: "" });
  });

  it("change what is written and leave all else", () => {
    const settings = settingsOf({ ...writtenOf(BEFORE), epochs: "5" }, BEFORE);
    expect(settings).toMatchObject({
      epochs: 5,
      early_stopping_patience: null,
      learning_rate: 2e-5,
      seed: 42,
    });
  });

  it.each([
    ["epochs", "40", false],
    ["epochs", "41", true],
    ["epochs", "2.5", true],
    ["epochs", "", true],
    ["early_stopping_patience", "", false],
    ["learning_rate", "0.00002", false],
    ["train_split", "0.99", true],
  ] as const)("take for %s %j what the server takes within the limits", (name, written, odd) => {
    expect(isOdd(name, written, BOUNDS[name])).toBe(odd);
  });
});
