import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import { useAdministrates, useSession } from "./session";
import type { Model, ModelPage } from "./types";

export const MODELS_PAGE_SIZE = 12;

const REFRESH_MS = 30_000;
const WAITING_REFRESH_MS = 5_000;

export interface ModelFilter {
  /** From 1. */
  page: number;
  search: string;
  archived: boolean;
}

export const modelKeys = {
  lists: ["models"] as const,
  list: (filter: ModelFilter) => ["models", filter] as const,
  one: (id: string) => ["model", id] as const,
};

function fetchModels({ page, search, archived }: ModelFilter): Promise<ModelPage> {
  const offset = (page - 1) * MODELS_PAGE_SIZE;
  const query = { limit: MODELS_PAGE_SIZE, offset, archived, ...(search && { search }) };
  return answer(client.GET("/api/models", { params: { query } }));
}

/** One page of models. */
export function useModels(filter: ModelFilter) {
  return useQuery({
    queryKey: modelKeys.list(filter),
    queryFn: () => fetchModels(filter),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

/** One model; looked at more often while its machine is to remove it. */
export function useModel(id: string) {
  return useQuery({
    queryKey: modelKeys.one(id),
    queryFn: () => answer<Model>(client.GET("/api/models/{run_id}", { params: { path: { run_id: id } } })),
    refetchInterval: ({ state }) =>
      state.data?.deletion_requested_at && !state.data.deleted_at ? WAITING_REFRESH_MS : REFRESH_MS,
  });
}

function useModelsAgain(id: string) {
  const queries = useQueryClient();
  return () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: modelKeys.lists }),
      queries.invalidateQueries({ queryKey: modelKeys.one(id) }),
    ]);
}

export interface ModelChange {
  name?: string;
  archived?: boolean;
  /** Answers less sure than this go to a person. */
  review_threshold?: number;
}

/** Whether whoever is signed in may change the model, and not only use it. */
export function useCanChange({ owner_id }: Model): boolean {
  const { data: me } = useSession();
  return useAdministrates() || me?.owner_id === owner_id;
}

/** Changes what a model is called, where it is listed, and what it sends to a person. */
export function useChangeModel(id: string) {
  return useMutation({
    mutationFn: (body: ModelChange) =>
      answer(client.PATCH("/api/models/{run_id}", { params: { path: { run_id: id } }, body })),
    onSettled: useModelsAgain(id),
  });
}

/** Asks for a model's files to be removed from its machine. */
export function useDeleteModel(id: string) {
  return useMutation({
    mutationFn: () => answer(client.DELETE("/api/models/{run_id}", { params: { path: { run_id: id } } })),
    onSettled: useModelsAgain(id),
  });
}
