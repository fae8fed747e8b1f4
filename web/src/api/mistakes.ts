import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { CorrectionList, MadeVersion, MistakePage } from "./types";

/** One cell of the table: what was right, and what was answered. */
export interface Pair {
  actual: string;
  predicted: string;
}

const mistakeKeys = {
  page: (id: string, pair: Pair | null, limit: number) => ["run", id, "mistakes", pair, limit] as const,
  corrections: (datasetId: string) => ["dataset", datasetId, "corrections"] as const,
};

/** The first `limit` mistakes of a run's exam, of one pair or of all; they never change. */
export function useMistakes(id: string, pair: Pair | null, limit: number) {
  return useQuery({
    queryKey: mistakeKeys.page(id, pair, limit),
    queryFn: () => {
      const params = { path: { run_id: id }, query: { ...pair, limit } };
      return answer<MistakePage>(client.GET("/api/runs/{run_id}/mistakes", { params }));
    },
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What is to be corrected in a dataset; asked for by whoever may change it. */
export function useCorrections(datasetId: string, enabled: boolean) {
  return useQuery({
    queryKey: mistakeKeys.corrections(datasetId),
    queryFn: () =>
      answer<CorrectionList>(client.GET("/api/datasets/{dataset_id}/corrections", { params: of(datasetId) })),
    enabled,
  });
}

const of = (datasetId: string) => ({ path: { dataset_id: datasetId } });

function useCorrectionsAgain(datasetId: string) {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: mistakeKeys.corrections(datasetId) });
}

export interface Correction {
  row: number;
  /** Null leaves the row out. */
  label: string | null;
}

/** Notes what is right in a row. */
export function useNoteCorrection(datasetId: string) {
  return useMutation({
    mutationFn: ({ row, label }: Correction) =>
      answer<undefined>(
        client.PUT("/api/datasets/{dataset_id}/corrections/{row}", {
          params: { path: { dataset_id: datasetId, row } },
          body: { label },
        }),
      ),
    onSuccess: useCorrectionsAgain(datasetId),
  });
}

/** Leaves a row as it is. */
export function useForgetCorrection(datasetId: string) {
  return useMutation({
    mutationFn: (row: number) =>
      answer<undefined>(
        client.DELETE("/api/datasets/{dataset_id}/corrections/{row}", {
          params: { path: { dataset_id: datasetId, row } },
        }),
      ),
    onSuccess: useCorrectionsAgain(datasetId),
  });
}

/** Makes a version of all that is noted. */
export function useCorrectedVersion(datasetId: string) {
  return useMutation({
    mutationFn: () =>
      answer<MadeVersion>(
        client.POST("/api/datasets/{dataset_id}/corrections/version", { params: of(datasetId) }),
      ),
    onSuccess: useCorrectionsAgain(datasetId),
  });
}

/** Where the rows that are to be corrected can be fetched as a workbook. */
export function correctionsFile(datasetId: string): string {
  return `/api/datasets/${datasetId}/corrections/download`;
}
