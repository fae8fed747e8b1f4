/** What is known of a dataset and its versions, and what changes it. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import { isRefused, isTransient } from "./problem";
import type { DatasetDetails, NewReading, Step, UploadedDataset } from "./types";

const ATTEMPTS = 6;
const RETRY_MS = 500;
const SHOWN_ROWS = 5;

const datasetKey = (id: string) => ["dataset", id] as const;
const pathOf = (id: string) => ({ path: { dataset_id: id } });

function fetchDataset(id: string): Promise<DatasetDetails> {
  return answer<DatasetDetails>(client.GET("/api/datasets/{dataset_id}", { params: pathOf(id) }));
}

/** A dataset with its versions; one that was sent a moment ago may take another to be found. */
export function useDataset(id: string | null) {
  return useQuery({
    queryKey: datasetKey(id ?? ""),
    queryFn: () => fetchDataset(id ?? ""),
    enabled: id !== null,
    retry: (failures, error) => failures < ATTEMPTS && (isTransient(error) || isRefused(error, 404)),
    retryDelay: RETRY_MS,
  });
}

/** What was found in a version. */
export function useReport(id: string, version: number) {
  return useQuery({
    queryKey: [...datasetKey(id), "report", version],
    queryFn: () =>
      answer(
        client.GET("/api/datasets/{dataset_id}/report", { params: { ...pathOf(id), query: { version } } }),
      ),
  });
}

/** A version's first rows. */
export function useFirstRows(id: string, version: number) {
  const query = { version, limit: SHOWN_ROWS, offset: 0 };
  return useQuery({
    queryKey: [...datasetKey(id), "rows", version],
    queryFn: () =>
      answer(client.GET("/api/datasets/{dataset_id}/examples", { params: { ...pathOf(id), query } })),
  });
}

/** The columns of a dataset's file; they never change. */
export function useColumns(id: string) {
  return useQuery({
    queryKey: [...datasetKey(id), "columns"],
    queryFn: () => answer(client.GET("/api/datasets/{dataset_id}/columns", { params: pathOf(id) })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export interface Revision {
  recipe: Step[];
  /** The newest version that is known here. */
  expected: number;
}

/** Makes a version by a whole recipe; it is over once the version can be read. */
export function useRevise(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ recipe, expected }: Revision) => {
      const body = { recipe, expected_version: expected };
      const made = await answer(
        client.POST("/api/datasets/{dataset_id}/versions", { params: pathOf(id), body }),
      );
      return readable(id, made.version);
    },
    onSuccess: (dataset) => {
      queries.setQueryData(datasetKey(id), dataset);
      void queries.invalidateQueries({ queryKey: ["datasets"] });
    },
    onError: () => queries.invalidateQueries({ queryKey: datasetKey(id) }),
  });
}

/** The dataset as soon as it has the version. */
async function readable(id: string, version: number): Promise<DatasetDetails> {
  for (let attempt = 1; ; attempt++) {
    const dataset = await fetchDataset(id);
    if (dataset.version >= version || attempt === ATTEMPTS) return dataset;
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** Reads a dataset's file in another way, which is another dataset. */
export function useReadAgain(id: string) {
  return useMutation({
    mutationFn: (body: NewReading) =>
      answer<UploadedDataset>(
        client.POST("/api/datasets/{dataset_id}/readings", { params: pathOf(id), body }),
      ),
  });
}

/** What was sent before, the newest first. */
export function useEarlierSheets() {
  const query = { limit: 20, offset: 0 };
  return useQuery({
    queryKey: ["datasets", "earlier"],
    queryFn: () => answer(client.GET("/api/datasets", { params: { query } })),
  });
}
