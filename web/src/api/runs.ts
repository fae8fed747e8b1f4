import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import { listingOf, type Whose } from "./listing";
import { isRefused, isTransient } from "./problem";
import {
  type Accepted,
  hasEnded,
  type Reproduction,
  type RunDetails,
  type RunMetrics,
  type RunOrder,
  type RunPage,
  type RunStatus,
} from "./types";

export const PAGE_SIZE = 20;

const BUSY_REFRESH_MS = 5_000;
const QUIET_REFRESH_MS = 30_000;

export interface RunFilter {
  /** From 1. */
  page: number;
  status?: RunStatus | undefined;
  datasetId?: string | undefined;
  search?: string | undefined;
  whose?: Whose | undefined;
  order?: RunOrder | undefined;
  descending?: boolean | undefined;
}

/** What the run page begins with; the metrics are never older than the run. */
export interface Snapshot {
  run: RunDetails;
  metrics: RunMetrics;
}

export const runKeys = {
  lists: ["runs"] as const,
  list: (filter: RunFilter) => ["runs", filter] as const,
  active: ["runs", "active"] as const,
  reproduction: (id: string) => ["run", id, "reproduction"] as const,
  snapshot: (id: string) => ["run", id] as const,
};

function fetchPage(filter: RunFilter): Promise<RunPage> {
  const query = {
    limit: PAGE_SIZE,
    offset: (filter.page - 1) * PAGE_SIZE,
    status: filter.status ?? null,
    dataset_id: filter.datasetId ?? null,
    search: filter.search ?? null,
    order: filter.order ?? "created",
    descending: filter.descending ?? true,
    ...listingOf(filter.whose),
  };
  return answer(client.GET("/api/runs", { params: { query } }));
}

async function fetchActive(): Promise<string | null> {
  for (const status of ["running", "queued"] as const) {
    const query = { limit: 1, offset: 0, status };
    const { items } = await answer(client.GET("/api/runs", { params: { query } }));
    if (items[0]) return items[0].id;
  }
  return null;
}

async function fetchSnapshot(id: string): Promise<Snapshot> {
  const params = { path: { run_id: id } };
  const run = await answer(client.GET("/api/runs/{run_id}", { params }));
  const metrics = await answer(client.GET("/api/runs/{run_id}/metrics", { params }));
  return { run, metrics };
}

/** One page of runs, refreshed every few seconds while any of them can still change. */
export function useRuns(filter: RunFilter) {
  return useQuery({
    queryKey: runKeys.list(filter),
    queryFn: () => fetchPage(filter),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some((run) => !hasEnded(run.status)) ? BUSY_REFRESH_MS : QUIET_REFRESH_MS,
  });
}

/** The id of a run being trained, else of one that waits, else null. */
export function useActiveRun() {
  return useQuery({ queryKey: runKeys.active, queryFn: fetchActive, refetchInterval: BUSY_REFRESH_MS });
}

/** A run with its metrics. `isNew` bears with a run that the read models do not know yet. */
export function useSnapshot(id: string, refreshMs: number | false, isNew: boolean) {
  const attempts = isNew ? 10 : 2;
  return useQuery({
    queryKey: runKeys.snapshot(id),
    queryFn: () => fetchSnapshot(id),
    refetchInterval: refreshMs,
    // The title of a hidden tab goes on telling how far the run is.
    refetchIntervalInBackground: true,
    retry: (failures, error) =>
      failures < attempts && (isTransient(error) || (isNew && isRefused(error, 404))),
    retryDelay: 500,
  });
}

/** A repeated run beside its original; it never changes once both have ended. */
export function useReproduction(id: string) {
  return useQuery({
    queryKey: runKeys.reproduction(id),
    queryFn: () =>
      answer<Reproduction>(
        client.GET("/api/runs/{run_id}/reproduction", { params: { path: { run_id: id } } }),
      ),
  });
}

/** Calls a run otherwise. */
export function useRenameRun(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      answer<Accepted>(
        client.PATCH("/api/runs/{run_id}", { params: { path: { run_id: id } }, body: { name } }),
      ),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: runKeys.snapshot(id) }),
        queries.invalidateQueries({ queryKey: runKeys.lists }),
      ]),
  });
}

/** Asks for a run to be stopped, with or without the model of its best round so far. */
export function useCancelRun(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (keep_model: boolean) =>
      answer<Accepted>(
        client.POST("/api/runs/{run_id}/cancel", {
          params: { path: { run_id: id } },
          body: { keep_model },
        }),
      ),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: runKeys.snapshot(id) }),
        queries.invalidateQueries({ queryKey: runKeys.lists }),
      ]),
  });
}

/** Asks for the same training again; the answer's id is the new run's. */
export function useReproduceRun(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answer<Accepted>(client.POST("/api/runs/{run_id}/reproduce", { params: { path: { run_id: id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: runKeys.lists }),
  });
}

/** Asks for a training like `run` on another version of its sheet; the answer's id is the new run's. */
export function useTrainOn(run: RunDetails, version: number) {
  const queries = useQueryClient();
  const { name, task, base_model, preset, hyperparameters, dataset_id } = run;
  const exports = run.model?.exports.map(({ format }) => format) ?? [];
  const asked = { name, task, base_model, hyperparameters, exports, dataset_id, dataset_version: version };
  return useMutation({
    mutationFn: () =>
      answer<Accepted>(client.POST("/api/runs", { body: preset === null ? asked : { ...asked, preset } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: runKeys.lists }),
  });
}

/** What asks for a training. */
export type Asking = ReturnType<typeof useReproduceRun>;
