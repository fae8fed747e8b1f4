import { describe, expect, it } from "vitest";
import type { EventName, EventNamed, News } from "./events";
import { bestAccuracy, isSlowerThanSaid, type LiveRun, lagsBehind, reduce } from "./live";
import type { Snapshot } from "./runs";
import type { EpochMetrics, Progress, Report, RunDetails, RunEvent } from "./types";

const AT = "2025-11-12T14:00:00Z";

function run(fields: Partial<RunDetails> = {}): RunDetails {
  return {
    id: "run-1",
    name: "Triagem",
    status: "running",
    task: "text-classification",
    base_model: "bert",
    preset: "equilibrado",
    dataset_id: "dataset-1",
    dataset_version: 1,
    dataset_name: "peticoes.xlsx",
    owner_id: "ana",
    owner_name: null,
    created_at: AT,
    started_at: AT,
    finished_at: null,
    attempt: 1,
    worker_id: "sala-12",
    cancel_requested: false,
    progress: null,
    best_accuracy: null,
    best_macro_f1: null,
    best_score: null,
    last_sequence: 10,
    hyperparameters: { epochs: 5 },
    dataset_sha256: "a".repeat(64),
    examples_sha256: "b".repeat(64),
    environment: null,
    forecast: null,
    took_ratio: null,
    model: null,
    failure: null,
    reproduces: null,
    retries: null,
    lightened: 0,
    lighter: null,
    last_event_id: 10,
    queue_position: null,
    alerts: [],
    ...fields,
  };
}

function epoch(number: number, accuracy = 0.5): EpochMetrics {
  return {
    epoch: number,
    step: number * 10,
    train_loss: 1 / number,
    validation_loss: 1 / number,
    train_accuracy: accuracy,
    validation_accuracy: accuracy,
    macro_f1: accuracy,
    weighted_f1: accuracy,
    score: accuracy,
    learning_rate: 5e-5,
    seconds: 3,
    examples_per_second: 100,
    is_best: true,
  };
}

function progress(fraction: number, second: number, fields: Partial<Progress> = {}): Progress {
  return {
    phase: "training",
    fraction,
    epoch: 1,
    epochs: 5,
    step: 1,
    steps: 50,
    train_loss: null,
    learning_rate: null,
    examples_per_second: null,
    seconds_left: null,
    is_guess: false,
    updated_at: new Date(Date.parse(AT) + second * 1000).toISOString(),
    ...fields,
  };
}

const REPORT = { task: "text-classification", accuracy: 0.87, macro_f1: 0.8 } as Report;

function snapshot(fields: Partial<RunDetails> = {}, epochs: EpochMetrics[] = []): Snapshot {
  return { run: run(fields), metrics: { epochs, final: null } };
}

function begin(fields: Partial<RunDetails> = {}, epochs: EpochMetrics[] = []): LiveRun {
  const view = reduce(null, { type: "snapshot", snapshot: snapshot(fields, epochs), atMs: 0 });
  if (view === null) throw new Error("a snapshot always begins a view");
  return view;
}

function hear(view: LiveRun, ...news: News[]): LiveRun {
  return news.reduce((seen, item) => reduce(seen, { type: "news", news: item, atMs: 1 }) ?? seen, view);
}

type Told<Name extends EventName> = Omit<
  EventNamed<Name>,
  "type" | "actor" | "causation_id" | "correlation_id" | "occurred_at" | "run_id"
>;

function event<Name extends EventName>(name: Name, sequence: number, fields: Told<Name>): News {
  const told = { ...fields, type: `run.${name}.v1`, occurred_at: AT } as unknown as EventNamed<Name>;
  return { kind: "event", news: { sequence, type: told.type, occurred_at: AT, event: told } };
}

function finished(sequence: number, number: number, accuracy = 0.5, attempt = 1): News {
  const metrics = epoch(number, accuracy);
  return event("epoch_completed", sequence, { worker_id: "sala-12", attempt, metrics });
}

function started(sequence: number, attempt: number): News {
  const environment = { device: "cpu" } as NonNullable<RunDetails["environment"]>;
  return event("started", sequence, { worker_id: "sala-13", attempt, environment });
}

function told(fraction: number, second: number, fields: Partial<Progress> = {}): News {
  return { kind: "progress", progress: progress(fraction, second, fields) };
}

const epochNumbers = (view: LiveRun) => view.epochs.map(({ epoch: number }) => number);

describe("events of the log", () => {
  it("add one round each", () => {
    const view = hear(begin(), finished(11, 1, 0.6), finished(12, 2, 0.8));
    expect(epochNumbers(view)).toEqual([1, 2]);
    expect(view.sequence).toBe(12);
  });

  it("change nothing when they are repeated", () => {
    const once = hear(begin(), finished(11, 1), finished(12, 2));
    expect(hear(once, finished(11, 1), finished(12, 2))).toBe(once);
  });

  it("change nothing when they come after a later one", () => {
    const view = hear(begin(), finished(12, 2));
    expect(hear(view, finished(11, 1))).toBe(view);
  });

  it("change nothing when the snapshot already holds them", () => {
    const view = begin({ last_event_id: 12 }, [epoch(1), epoch(2)]);
    expect(hear(view, finished(11, 1), finished(12, 2))).toBe(view);
  });

  it("count for nothing when a replaced attempt sends them", () => {
    const view = hear(begin({ attempt: 2 }), finished(11, 4, 0.9, 1));
    expect(view.epochs).toEqual([]);
    expect(view.sequence).toBe(11);
  });

  it("count for nothing when a newer server tells what this page does not know", () => {
    const known = finished(11, 1);
    if (known.kind !== "event") throw new Error("a finished round is an event");
    const newer = { ...known.news.event, type: "run.epoch_completed.v2" } as unknown as RunEvent;
    const view = hear(begin(), { kind: "event", news: { ...known.news, event: newer } });
    expect(view).toMatchObject({ epochs: [], sequence: 11, run: { status: "running" } });
  });

  it("say when memory ran short, and to how much texts were cut until the attempt ends", () => {
    const lack = { worker_id: "sala-12", attempt: 1, step: 3, token_budget: 512 };
    const cut = hear(begin(), event("memory_reduced", 11, { ...lack, max_length: 256 }));
    expect(cut).toMatchObject({ memoryReduced: true, shortenedTo: 256 });
    const later = hear(cut, event("memory_reduced", 12, { ...lack, max_length: null }));
    expect(later.shortenedTo).toBe(256);
    expect(hear(later, started(13, 2))).toMatchObject({ memoryReduced: false, shortenedTo: null });
  });

  it("count for nothing once the run has ended", () => {
    const view = begin({ status: "cancelled" });
    expect(hear(view, finished(11, 1), told(0.5, 1))).toBe(view);
  });
});

describe("a run that is tried again", () => {
  const lost = event("stalled", 13, { worker_id: "sala-12", attempt: 1, reason: "worker_lost" });

  it("waits in the queue, keeps its rounds and forgets its progress", () => {
    const view = hear(begin(), told(0.4, 1), finished(11, 1), finished(12, 2), lost);
    expect(view.run.status).toBe("queued");
    expect(view.run.progress).toBeNull();
    expect(view.setback).toBe("worker_lost");
    expect(epochNumbers(view)).toEqual([1, 2]);
  });

  it("starts its bar anew with the new attempt", () => {
    const view = hear(begin(), told(0.4, 1), lost, started(14, 2), told(0.1, 9));
    expect(view.run).toMatchObject({ status: "running", attempt: 2, worker_id: "sala-13" });
    expect(view.run.progress?.fraction).toBe(0.1);
  });

  it("replaces the rounds that it repeats, and those after them", () => {
    const before = hear(begin(), finished(11, 1, 0.5), finished(12, 2, 0.6), lost, started(14, 2));
    const after = hear(before, finished(15, 1, 0.55, 2));
    expect(epochNumbers(after)).toEqual([1]);
    expect(after.epochs[0]?.validation_accuracy).toBe(0.55);
  });

  it("forgets the rounds that it works on again as soon as it says so", () => {
    const before = hear(begin(), finished(11, 1), finished(12, 2), lost, started(14, 2));
    expect(epochNumbers(before)).toEqual([1, 2]);
    expect(epochNumbers(hear(before, told(0.1, 9, { epoch: 2 })))).toEqual([1]);
    expect(epochNumbers(hear(before, told(0.1, 9, { epoch: 3 })))).toEqual([1, 2]);
  });

  it("keeps a round of its own when late progress still speaks of it", () => {
    const view = hear(begin({ attempt: 1 }), lost, started(14, 2), finished(15, 1, 0.7, 2));
    expect(epochNumbers(hear(view, told(0.2, 9, { epoch: 1 })))).toEqual([1]);
  });

  it("goes on after its save point without losing earlier rounds", () => {
    const view = hear(
      begin(),
      finished(11, 1),
      finished(12, 2),
      lost,
      started(14, 2),
      finished(15, 3, 0.7, 2),
    );
    expect(epochNumbers(view)).toEqual([1, 2, 3]);
  });

  it("is cancelled instead when its owner no longer wants it", () => {
    const view = hear(begin(), event("cancel_requested", 11, { keep_model: false }), lost);
    expect(view.run.status).toBe("cancelled");
  });

  it("fails only when the failure is final", () => {
    const failure = { worker_id: "sala-12", attempt: 1, code: "crashed", params: {}, detail: "" } as const;
    const queued = hear(begin(), event("job_failed", 11, { ...failure, final: false }));
    expect(queued.run.status).toBe("queued");
    expect(queued.setback).toBe("failed");
    const failed = hear(begin(), event("job_failed", 11, { ...failure, final: true }));
    expect(failed.run).toMatchObject({ status: "failed", finished_at: AT });
  });
});

describe("progress", () => {
  it("never moves the bar back within an attempt", () => {
    const view = hear(begin(), told(0.4, 1), told(0.3, 2));
    expect(view.run.progress).toMatchObject({ fraction: 0.4, updated_at: progress(0, 2).updated_at });
  });

  it("drops a report that is older than the one shown", () => {
    const view = hear(begin(), told(0.4, 2));
    expect(hear(view, told(0.5, 1))).toBe(view);
  });

  it("says that it takes longer once the end has moved by over a quarter", () => {
    const said = hear(begin(), told(0.1, 0, { seconds_left: 100 }));
    const guessed = hear(begin(), told(0.1, 0, { seconds_left: 10, is_guess: true }));
    expect(guessed.firstEstimate).toBeNull();
    expect(isSlowerThanSaid(said)).toBe(false);
    expect(isSlowerThanSaid(hear(said, told(0.2, 50, { seconds_left: 70 })))).toBe(false);
    expect(isSlowerThanSaid(hear(said, told(0.2, 50, { seconds_left: 80 })))).toBe(true);
  });
});

describe("the end of a run", () => {
  const model = { path: "/models/run-1", size_bytes: 1, weights_sha256: "c".repeat(64), exports: [] };
  const done = event("completed", 12, { worker_id: "sala-12", attempt: 1, report: REPORT, model });

  it("shows the report without waiting for the read models", () => {
    const view = hear(begin(), finished(11, 1, 0.9), done);
    expect(view.run).toMatchObject({
      status: "completed",
      finished_at: AT,
      best_accuracy: 0.9,
      best_score: 0.8,
      model,
    });
    expect(view.final).toBe(REPORT);
  });

  it("cancels a queued run at once, and only asks a running one to stop", () => {
    const wish = event("cancel_requested", 11, { keep_model: false });
    expect(hear(begin({ status: "queued" }), wish).run.status).toBe("cancelled");
    expect(hear(begin(), wish).run).toMatchObject({ status: "running", cancel_requested: true });
  });
});

describe("the first steps of an attempt", () => {
  it("bring a forecast of the whole run, and a later attempt's voice changes nothing", () => {
    const forecast = {
      steps: 30,
      tokens_per_second: 900,
      expected_seconds: 240,
      epochs: 5,
      peak_memory_bytes: 1 << 30,
      token_budget: 4096,
      precision: "fp32" as const,
      threads: 2,
      processes: 1,
      deterministic: false,
    };
    const told = (attempt: number) => event("measured", 11, { worker_id: "sala-12", attempt, forecast });
    expect(hear(begin(), told(1)).run.forecast).toEqual(forecast);
    expect(hear(begin(), told(2)).run.forecast).toBeNull();
  });
});

describe("a snapshot", () => {
  const take = (view: LiveRun, fresh: Snapshot) =>
    reduce(view, { type: "snapshot", snapshot: fresh, atMs: 5 });

  it("is ignored while the read models lag behind the stream", () => {
    const view = hear(begin(), finished(11, 1));
    expect(take(view, snapshot())).toBe(view);
  });

  it("lags behind only in what turns the run's life", () => {
    const round = hear(begin(), finished(11, 1));
    expect(lagsBehind(round, snapshot())).toBe(false);
    const ended = hear(round, event("cancelled", 12, { worker_id: "w", attempt: 1, epochs_completed: 1 }));
    expect(lagsBehind(ended, snapshot())).toBe(true);
    expect(lagsBehind(ended, snapshot({ status: "cancelled", last_event_id: 12 }))).toBe(false);
  });

  it("replaces everything once it is as new as the stream", () => {
    const view = hear(begin(), finished(11, 1));
    const fresh = snapshot({ last_event_id: 20, attempt: 2 }, [epoch(1), epoch(2)]);
    expect(take(view, fresh)).toMatchObject({ sequence: 20, run: { attempt: 2 } });
    expect(take(view, fresh)?.epochs).toHaveLength(2);
  });

  it("never takes the bar back within an attempt", () => {
    const view = hear(begin(), told(0.6, 5));
    const older = snapshot({ last_event_id: 10, progress: progress(0.5, 4) });
    expect(take(view, older)?.run.progress?.fraction).toBe(0.6);
  });

  it("is no news from the worker when nothing in it is new", () => {
    const view = begin({ progress: progress(0.5, 4) });
    const same = snapshot({ progress: progress(0.5, 4) });
    expect(take(view, same)?.heardAtMs).toBe(0);
    expect(take(view, snapshot({ progress: progress(0.6, 9) }))?.heardAtMs).toBe(5);
  });

  it("of another run begins again", () => {
    const view = hear(begin(), finished(11, 1));
    const other = take(view, snapshot({ id: "run-2", last_event_id: 3 }));
    expect(other).toMatchObject({ sequence: 3, epochs: [], run: { id: "run-2" } });
  });
});

describe("the best accuracy", () => {
  it("is the highest, not the last", () => {
    expect(bestAccuracy([epoch(1, 0.7), epoch(2, 0.9), epoch(3, 0.8)])).toBe(0.9);
  });

  it("is unknown before the first round", () => {
    expect(bestAccuracy([])).toBeNull();
  });
});
