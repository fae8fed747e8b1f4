import { describe, expect, it } from "vitest";
import type { LiveRun } from "../../api/live";
import type { EpochMetrics, Progress, RunDetails } from "../../api/types";
import { en } from "../../i18n/en";
import { announcementOf } from "./announcement";

function view(fraction: number, run: Partial<RunDetails> = {}, rounds: number[] = []): LiveRun {
  const progress = { fraction, epoch: rounds.length + 1, epochs: 5 } as Progress;
  return {
    run: {
      id: "run-1",
      name: "Triage",
      status: "running",
      progress,
      hyperparameters: {},
      ...run,
    } as RunDetails,
    epochs: rounds.map(
      (accuracy, index) => ({ epoch: index + 1, validation_accuracy: accuracy }) as EpochMetrics,
    ),
  } as LiveRun;
}

const heard = (before: LiveRun, after: LiveRun) => announcementOf(before, after, en);

describe("a screen reader hears", () => {
  it("every tenth, and nothing between", () => {
    expect(heard(view(0.41), view(0.49))).toBeNull();
    expect(heard(view(0.49), view(0.51))).toEqual({ text: "51% done. Round 1 of 5", urgency: "polite" });
  });

  it("every round with its latest figure", () => {
    expect(heard(view(0.2, {}, [0.9]), view(0.39, {}, [0.9, 0.8]))).toEqual({
      text: "Round 2 of 5 done. Right answers: 80 of every 100.",
      urgency: "polite",
    });
  });

  it("the end at once", () => {
    expect(heard(view(0.9), view(1, { status: "completed" }))).toEqual({
      text: "Training “Triage” completed.",
      urgency: "assertive",
    });
    expect(heard(view(0.9), view(0.9, { status: "failed" }))?.urgency).toBe("assertive");
  });

  it("nothing when another run is opened", () => {
    expect(heard(view(0.1), view(0.9, { id: "run-2", status: "completed" }))).toBeNull();
  });
});
