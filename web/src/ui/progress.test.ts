import { describe, expect, it } from "vitest";
import type { LiveRun } from "../api/live";
import type { Progress, RunDetails } from "../api/types";
import { ptBR } from "../i18n/pt-BR";
import { factsOf, headlineOf, PHASES, phaseIndex, roundsOf, silentMinutes } from "./progress";

const AT = "2025-11-12T14:00:00Z";

function progress(fields: Partial<Progress>): Progress {
  return {
    phase: "training",
    fraction: 0.43,
    epoch: 2,
    epochs: 5,
    step: 40,
    steps: 100,
    train_loss: null,
    learning_rate: null,
    examples_per_second: null,
    seconds_left: null,
    is_guess: false,
    updated_at: AT,
    ...fields,
  };
}

function view(run: Partial<RunDetails>): LiveRun {
  const known = { status: "running", progress: null, attempt: 1, queue_position: null, ...run };
  return {
    run: { hyperparameters: { epochs: 5 }, ...known } as RunDetails,
    epochs: [],
    final: null,
    sequence: 1,
    heardAtMs: Date.parse(AT),
    firstEstimate: null,
    setback: null,
    memoryReduced: false,
    shortenedTo: null,
    inheritedRounds: 0,
  };
}

const phaseOf = (run: Partial<RunDetails>) => PHASES[phaseIndex(view(run))];

describe("the phase", () => {
  it("is the queue until a machine has the run, and then never again in that attempt", () => {
    expect(phaseOf({ status: "queued" })).toBe("queue");
    expect(phaseOf({ progress: null })).toBe("preparing");
    expect(phaseOf({ progress: progress({ phase: "saving" }) })).toBe("saving");
  });

  it("counts the exam after a round as training, and only the last one as the final exam", () => {
    expect(phaseOf({ progress: progress({ phase: "evaluating", epoch: 2 }) })).toBe("training");
    expect(phaseOf({ progress: progress({ phase: "evaluating", epoch: 5 }) })).toBe("evaluating");
  });
});

describe("a progress card", () => {
  it("says how much is done, the round and the time left", () => {
    const running = view({ progress: progress({ seconds_left: 725 }) });
    expect(headlineOf(running, ptBR)).toMatch(/^43\s?% concluído$/);
    expect(factsOf(running, ptBR)).toEqual(["Rodada 2 de 5", "faltam cerca de 12 min"]);
  });

  it("says by what it goes while the training's own speed is not known", () => {
    const running = view({ progress: progress({ seconds_left: 725, is_guess: true }) });
    expect(factsOf(running, ptBR)).toContain("faltam cerca de 12 min, pelo ritmo dos treinos anteriores");
  });

  it("says that it is still working the time out, but only while training", () => {
    expect(factsOf(view({ progress: progress({}) }), ptBR)).toContain("calculando o tempo que falta");
    expect(factsOf(view({ progress: progress({ phase: "preparing", epoch: 0 }) }), ptBR)).toEqual([]);
  });

  it("says the place in the queue", () => {
    const queued = view({ status: "queued", queue_position: 2 });
    expect(headlineOf(queued, ptBR)).toBe("Esperando uma máquina livre");
    expect(factsOf(queued, ptBR)).toEqual(["2º da fila"]);
  });

  it("says from the second attempt on which one it is", () => {
    expect(factsOf(view({ attempt: 2 }), ptBR)).toEqual(["Tentativa 2"]);
  });

  it("knows the rounds from the settings before the worker tells them", () => {
    expect(roundsOf(view({}))).toBe(5);
    expect(roundsOf(view({ progress: progress({ epochs: 8 }) }))).toBe(8);
  });
});

describe("silence", () => {
  const after = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000);

  it("is spoken of after a whole minute", () => {
    expect(silentMinutes(view({}), after(59))).toBe(0);
    expect(silentMinutes(view({}), after(60))).toBe(1);
    expect(silentMinutes(view({}), after(185))).toBe(3);
  });

  it("is nothing to speak of in the queue", () => {
    expect(silentMinutes(view({ status: "queued" }), after(600))).toBe(0);
  });
});
