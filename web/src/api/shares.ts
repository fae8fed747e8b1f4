import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";

/** In the place of a person's id. */
export const EVERYONE = "*";

const keyOf = (model: string) => ["shares", model] as const;

/** With whom a model is shared; only its owner is told. */
export function useModelShares(model: string) {
  return useQuery({
    queryKey: keyOf(model),
    queryFn: () => answer(client.GET("/api/models/{run_id}/shares", { params: { path: { run_id: model } } })),
  });
}

/** People whose name has `like` in it; nobody before anything is written. */
export function useNames(like: string) {
  return useQuery({
    queryKey: ["names", like],
    queryFn: () => answer(client.GET("/api/users/names", { params: { query: { like } } })),
    enabled: like !== "",
    placeholderData: keepPreviousData,
  });
}

/** Lets somebody see and use a model, or no longer. */
export function useShareModel(model: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ grantee, ends }: { grantee: string; ends?: boolean }) => {
      const params = { path: { run_id: model, grantee } };
      const path = "/api/models/{run_id}/shares/{grantee}";
      return answer(ends ? client.DELETE(path, { params }) : client.PUT(path, { params }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(model) }),
  });
}

/** Who else sees a spreadsheet. */
export function useShares(id: string) {
  return useQuery({
    queryKey: keyOf(id),
    queryFn: () =>
      answer(client.GET("/api/datasets/{dataset_id}/shares", { params: { path: { dataset_id: id } } })),
  });
}

/** Lets somebody see a spreadsheet, or no longer. */
export function useShareDataset(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ grantee, ends }: { grantee: string; ends?: boolean }) => {
      const params = { path: { dataset_id: id, grantee } };
      const path = "/api/datasets/{dataset_id}/shares/{grantee}";
      return answer(ends ? client.DELETE(path, { params }) : client.PUT(path, { params }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(id) }),
  });
}
