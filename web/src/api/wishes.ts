/** What a training can be asked for with, and asking for it. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import { draftKey } from "./drafts";
import { runKeys } from "./runs";
import type { Accepted, Draft, Hyperparameters, NewEstimate, NewRun, SampleShown } from "./types";

/** The sheets that come with Afina. */
export function useSamples() {
  return useQuery({
    queryKey: ["samples"],
    queryFn: () => answer(client.GET("/api/samples")),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Where a sheet that comes with Afina is downloaded. */
export function sampleAddress(name: string): string {
  return `/api/samples/${name}/download`;
}

/** Fetches a sheet that comes with Afina. */
export function useFetchSample() {
  return useMutation({ mutationFn: fetchSample });
}

/** The file itself, as if a person had chosen it. */
async function fetchSample({ name, filename }: SampleShown): Promise<File> {
  const path = { name };
  const content = await answer(
    client.GET("/api/samples/{name}/download", { params: { path }, parseAs: "blob" }),
  );
  return new File([content as unknown as Blob], filename);
}

export function usePresets() {
  return useQuery({ queryKey: ["presets"], queryFn: () => answer(client.GET("/api/presets")) });
}

export function useLimits() {
  return useQuery({ queryKey: ["limits"], queryFn: () => answer(client.GET("/api/limits")) });
}

export function useUsage() {
  return useQuery({ queryKey: ["usage"], queryFn: () => answer(client.GET("/api/me/usage")) });
}

export function useBaseModels() {
  return useQuery({ queryKey: ["base-models"], queryFn: () => answer(client.GET("/api/base-models")) });
}

/** How long each preset would take on each machine, with what else is chosen. */
export function useEstimates(draft: Draft, version: number) {
  const body = {
    dataset_id: draft.dataset_id ?? "",
    dataset_version: version,
    hyperparameters: draft.hyperparameters as Hyperparameters,
    ...(draft.base_model !== null && { base_model: draft.base_model }),
  };
  return useQuery({
    queryKey: ["estimates", body],
    queryFn: () => answer(client.POST("/api/runs/estimates", { body: body as NewEstimate })),
    enabled: draft.dataset_id !== null,
  });
}

/** What the draft asks for, as `POST /api/runs` takes it. */
export function wishOf(draft: Draft) {
  return {
    dataset_id: draft.dataset_id ?? "",
    preset: draft.preset,
    ...(draft.name !== null && { name: draft.name }),
    ...(draft.base_model !== null && { base_model: draft.base_model }),
    ...(Object.keys(draft.hyperparameters).length > 0 && {
      hyperparameters: draft.hyperparameters as Hyperparameters,
    }),
  };
}

/**
 * Asks for the training. The draft is the key: asking twice is asking once, in whichever tab; one who asks
 * otherwise than was asked before learns that the draft has served.
 */
export function useStart() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (draft: Draft) => {
      const headers = { "Idempotency-Key": `draft ${draft.id}` };
      return answer<Accepted>(
        client.POST("/api/runs", { body: wishOf(draft) as NewRun, params: { header: headers } }),
      );
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: runKeys.lists }),
    onError: (_, { id }) => queries.invalidateQueries({ queryKey: draftKey(id) }),
  });
}
