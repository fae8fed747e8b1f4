import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import { listingOf, type Whose } from "./listing";
import type { Suspects } from "./types";

export const PAGE_SIZE = 20;
/** Rows of a sheet that are seen at once. */
export const ROWS_SIZE = 20;
/** The most that one list of choices holds. */
const CHOICES = 200;
const FORMS = ["csv", "xlsx"] as const;

const LISTS = ["datasets"] as const;
const ofOne = (id: string) => ["dataset", id] as const;
const pathOf = (id: string) => ({ path: { dataset_id: id } });

export interface DatasetFilter {
  /** From 1. */
  page: number;
  pageSize?: number;
  whose?: Whose | undefined;
}

function fetchDatasets({ page, pageSize = PAGE_SIZE, whose }: DatasetFilter) {
  const query = { limit: pageSize, offset: (page - 1) * pageSize, ...listingOf(whose) };
  return answer(client.GET("/api/datasets", { params: { query } }));
}

/** One page of spreadsheets. */
export function useDatasets(filter: DatasetFilter) {
  return useQuery({
    queryKey: [...LISTS, filter],
    queryFn: () => fetchDatasets(filter),
    placeholderData: keepPreviousData,
  });
}

/** The spreadsheets to choose from, the newest first. */
export function useDatasetChoices(whose: Whose | undefined) {
  const { data } = useDatasets({ page: 1, pageSize: CHOICES, whose });
  return data?.items ?? [];
}

/** Some rows of a version, from that page on; of one category if it is named. */
export function useRows(id: string, version: number, page: number, label: string) {
  const query = {
    version,
    limit: ROWS_SIZE,
    offset: (page - 1) * ROWS_SIZE,
    ...(label !== "" && { label }),
  };
  return useQuery({
    queryKey: [...ofOne(id), "rows", query],
    queryFn: () =>
      answer(client.GET("/api/datasets/{dataset_id}/examples", { params: { ...pathOf(id), query } })),
    placeholderData: keepPreviousData,
  });
}

/** What changed from one version to the next. */
export function useDifference(id: string, before: number, after: number) {
  return useQuery({
    queryKey: [...ofOne(id), "difference", before, after],
    queryFn: () =>
      answer(
        client.GET("/api/datasets/{dataset_id}/difference", {
          params: { ...pathOf(id), query: { from: before, to: after } },
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Looks for answers that are probably mixed up; it takes some seconds. */
export function useFindSuspects(id: string) {
  return useMutation({
    mutationFn: (version: number) =>
      answer<Suspects>(
        client.POST("/api/datasets/{dataset_id}/suspects", {
          params: { ...pathOf(id), query: { version } },
        }),
      ),
  });
}

/** Deletes a spreadsheet that no training learned from. */
export function useDeleteDataset(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answer(client.DELETE("/api/datasets/{dataset_id}", { params: pathOf(id) })),
    onSuccess: () => queries.invalidateQueries({ queryKey: LISTS }),
  });
}

/** Where the original file is. */
export function originalOf(id: string): string {
  return `/api/datasets/${id}/download`;
}

/** Where a version is as a file for other programs. */
export function exportOf(id: string, version: number, format: (typeof FORMS)[number]): string {
  return `/api/datasets/${id}/export?version=${version}&format=${format}`;
}
