/** The API's shapes as openapi-typescript would write them; `npm run types` replaces this file. */

export interface components {
  schemas: {
    RunStatus: "queued" | "running" | "completed" | "failed" | "cancelled";
    Phase: "preparing" | "training" | "evaluating" | "saving";
    FailureCode:
      | "out_of_memory"
      | "examples_unavailable"
      | "examples_unusable"
      | "base_model_unavailable"
      | "base_model_unusable"
      | "diverged"
      | "disk_full"
      | "crashed"
      | "attempts_exhausted";
    LogLevel: "debug" | "info" | "warning" | "error";
    Session: { owner_id: string; name: string };
    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      code: string;
      params: Record<string, unknown>;
    };
    Progress: {
      phase: components["schemas"]["Phase"];
      fraction: number;
      epoch: number;
      epochs: number;
      step: number;
      steps: number;
      train_loss: number | null;
      learning_rate: number | null;
      examples_per_second: number | null;
      seconds_left: number | null;
      updated_at: string;
    };
    RunSummary: {
      id: string;
      name: string;
      status: components["schemas"]["RunStatus"];
      task: string;
      base_model: string;
      preset: string | null;
      dataset_id: string;
      dataset_name: string;
      owner_id: string;
      created_at: string;
      started_at: string | null;
      finished_at: string | null;
      attempt: number;
      worker_id: string | null;
      cancel_requested: boolean;
      progress: components["schemas"]["Progress"] | null;
      best_accuracy: number | null;
      best_macro_f1: number | null;
      last_sequence: number;
    };
    RunPage: { items: components["schemas"]["RunSummary"][]; total: number };
    Environment: {
      code_version: string;
      python: string;
      torch: string;
      transformers: string;
      cuda: string | null;
      device: string;
      device_name: string;
      device_memory_bytes: number;
      hostname: string;
    };
    ModelFiles: { path: string; size_bytes: number; weights_sha256: string };
    Failure: {
      code: components["schemas"]["FailureCode"];
      params: Record<string, string | number>;
      sentence: string;
      detail: string;
    };
    RunDetails: components["schemas"]["RunSummary"] & {
      hyperparameters: Record<string, string | number | boolean | null>;
      dataset_sha256: string;
      examples_sha256: string;
      environment: components["schemas"]["Environment"] | null;
      model: components["schemas"]["ModelFiles"] | null;
      failure: components["schemas"]["Failure"] | null;
      reproduces: string | null;
      last_event_id: number;
      queue_position: number | null;
    };
    EpochMetrics: {
      epoch: number;
      step: number;
      train_loss: number;
      validation_loss: number;
      train_accuracy: number;
      validation_accuracy: number;
      macro_f1: number;
      weighted_f1: number;
      learning_rate: number;
      seconds: number;
      examples_per_second: number;
      is_best: boolean;
    };
    LabelReport: { label: string; precision: number; recall: number; f1: number; support: number };
    TextClassificationReport: {
      task: "text-classification";
      best_epoch: number;
      epochs_run: number;
      stopped_early: boolean;
      accuracy: number;
      macro_f1: number;
      weighted_f1: number;
      validation_loss: number;
      majority_accuracy: number;
      train_examples: number;
      validation_examples: number;
      labels: components["schemas"]["LabelReport"][];
      confusion_matrix: number[][];
      seconds: number;
    };
    RunMetrics: {
      epochs: components["schemas"]["EpochMetrics"][];
      final: components["schemas"]["TextClassificationReport"] | null;
    };
    Accepted: { id: string; sequence: number };
    LogLine: { at: string; level: components["schemas"]["LogLevel"]; text: string };
  };
}

type Schema = components["schemas"];
type NoParameters = { query?: never; header?: never; path?: never; cookie?: never };
type OfRun = { query?: never; header?: never; path: { run_id: string }; cookie?: never };
type Json<Body> = { headers: Record<string, unknown>; content: { "application/json": Body } };
type Empty = { headers: Record<string, unknown>; content?: never };
type Refused = {
  headers: Record<string, unknown>;
  content: { "application/problem+json": Schema["Problem"] };
};

export interface paths {
  "/api/session": {
    get: { parameters: NoParameters; responses: { 200: Json<Schema["Session"]>; 401: Refused } };
    post: {
      parameters: { query?: never; header: { Authorization: string }; path?: never; cookie?: never };
      responses: { 204: Empty; 401: Refused };
    };
    delete: { parameters: NoParameters; responses: { 204: Empty } };
  };
  "/api/runs": {
    get: {
      parameters: {
        query?: { limit?: number; offset?: number; status?: Schema["RunStatus"] };
        header?: never;
        path?: never;
        cookie?: never;
      };
      responses: { 200: Json<Schema["RunPage"]>; 401: Refused };
    };
  };
  "/api/runs/{run_id}": {
    get: { parameters: OfRun; responses: { 200: Json<Schema["RunDetails"]>; 404: Refused } };
  };
  "/api/runs/{run_id}/metrics": {
    get: { parameters: OfRun; responses: { 200: Json<Schema["RunMetrics"]>; 404: Refused } };
  };
  "/api/runs/{run_id}/cancel": {
    post: {
      parameters: OfRun;
      responses: { 200: Json<Schema["Accepted"]>; 202: Json<Schema["Accepted"]>; 409: Refused };
    };
  };
  "/api/runs/{run_id}/reproduce": {
    post: { parameters: OfRun; responses: { 201: Json<Schema["Accepted"]>; 409: Refused } };
  };
}
