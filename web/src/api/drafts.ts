import { useMutation, useMutationState, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import { isTransient } from "./problem";
import type { Draft, DraftChange } from "./types";

const DRAFTS = ["drafts"] as const;
const RETRY_MS = 3_000;

export const draftKey = (id: string) => ["draft", id] as const;

const changesOf = (id: string) => ["draft", id, "change"] as const;

/** The trainings that are being put together, the one changed last first. */
export function useDrafts() {
  return useQuery({ queryKey: DRAFTS, queryFn: () => answer(client.GET("/api/drafts")) });
}

/** One of them. */
export function useDraft(id: string) {
  return useQuery({
    queryKey: draftKey(id),
    queryFn: () =>
      answer<Draft>(client.GET("/api/drafts/{draft_id}", { params: { path: { draft_id: id } } })),
  });
}

/** Begins one, on a dataset. */
export function useBeginDraft() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (datasetId: string) =>
      answer<Draft>(client.POST("/api/drafts", { body: { dataset_id: datasetId } })),
    onSuccess: (draft) => {
      queries.setQueryData(draftKey(draft.id), draft);
      void queries.invalidateQueries({ queryKey: DRAFTS });
    },
  });
}

/**
 * Changes what is named. It is shown at once, sent in the order in which it was chosen, and sent again
 * until the server has it; what the server refuses is as it was before.
 */
export function useChangeDraft(id: string) {
  const queries = useQueryClient();
  const key = draftKey(id);
  return useMutation({
    mutationKey: changesOf(id),
    scope: { id: `draft ${id}` },
    mutationFn: (body: DraftChange) =>
      answer<Draft>(client.PATCH("/api/drafts/{draft_id}", { params: { path: { draft_id: id } }, body })),
    retry: (_, error) => isTransient(error),
    retryDelay: RETRY_MS,
    onMutate: (change) => {
      const before = queries.getQueryData<Draft>(key);
      queries.setQueryData<Draft>(key, (draft) => draft && ({ ...draft, ...change } as Draft));
      return before;
    },
    onSuccess: ({ changed_at }) => {
      queries.setQueryData<Draft>(key, (draft) => draft && { ...draft, changed_at });
      void queries.invalidateQueries({ queryKey: DRAFTS });
    },
    onError: (_, __, before) => queries.setQueryData<Draft>(key, before),
  });
}

/** How often each change was sent in vain that the server does not have yet. */
export function useUnsaved(id: string): number[] {
  return useMutationState({
    filters: { mutationKey: changesOf(id), status: "pending" },
    select: ({ state }) => state.failureCount,
  });
}

/** Gives one up; its dataset stays. */
export function useDropDraft() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answer(client.DELETE("/api/drafts/{draft_id}", { params: { path: { draft_id: id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: DRAFTS }),
  });
}
