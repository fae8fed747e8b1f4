/** What is left of a run without a model, and trying it again. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import { type Asking, runKeys } from "./runs";
import type { Accepted, NewEstimate, RunDetails } from "./types";

/** The other tries of a run, its save point, and who ended it. */
export function useAftermath(id: string) {
  return useQuery({
    queryKey: [...runKeys.snapshot(id), "aftermath"],
    // What tries it again goes on meanwhile, on a page of its own.
    refetchOnMount: "always",
    queryFn: () => answer(client.GET("/api/runs/{run_id}/aftermath", { params: { path: { run_id: id } } })),
  });
}

/** Asks for a failed training again; the answer's id is the new run's. */
export function useRetryRun(id: string, lighter: boolean): Asking {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answer<Accepted>(
        client.POST("/api/runs/{run_id}/retry", { params: { path: { run_id: id } }, body: { lighter } }),
      ),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: runKeys.lists }),
        queries.invalidateQueries({ queryKey: runKeys.snapshot(id) }),
      ]),
  });
}

/** How long a run would take with lighter settings, on the machine that would be quickest. */
export function useLighterTime({ dataset_id, dataset_version, base_model, lighter }: RunDetails) {
  const body = { dataset_id, dataset_version, base_model, preset: "equilibrado", hyperparameters: lighter };
  const { data } = useQuery({
    queryKey: ["estimates", body],
    queryFn: () => answer(client.POST("/api/runs/estimates", { body: body as NewEstimate })),
    enabled: lighter !== null,
    retry: false,
  });
  const workers = data?.presets[0]?.workers ?? [];
  const known = workers.filter(({ high_seconds }) => high_seconds !== null);
  return known.sort((one, other) => (one.high_seconds ?? 0) - (other.high_seconds ?? 0))[0];
}

/** Where the facts for support are downloaded. */
export function supportAddress(id: string): string {
  return `/api/runs/${id}/support`;
}
