import { keepPreviousData, useQueries, useQuery } from "@tanstack/react-query";
import { answer, client } from "./client";
import { hasEnded, type RunMetrics } from "./types";

const REFRESH_MS = 10_000;

/** Runs side by side, as the server weighs them; asked again while any of them can change. */
export function useComparison(ids: string) {
  return useQuery({
    queryKey: ["comparison", ids],
    queryFn: () => answer(client.GET("/api/runs/comparison", { params: { query: { ids } } })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.runs.some(({ run }) => !hasEnded(run.status)) ? REFRESH_MS : false,
  });
}

/** What each of the runs measured, in their order; undefined until all have come. */
export function useMetricsOf(ids: string[]): { data: RunMetrics[] | undefined; error: Error | null } {
  return useQueries({
    queries: ids.map((id) => ({
      queryKey: ["run", id, "metrics"],
      queryFn: () =>
        answer<RunMetrics>(client.GET("/api/runs/{run_id}/metrics", { params: { path: { run_id: id } } })),
    })),
    combine: (found) => ({
      data: found.every(({ data }) => data) ? found.flatMap(({ data }) => data ?? []) : undefined,
      error: found.find(({ error }) => error)?.error ?? null,
    }),
  });
}
