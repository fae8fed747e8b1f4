import {
  type QueryClient,
  useMutation,
  useMutationState,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useEffect } from "react";
import { answer, client } from "./client";
import { isTransient } from "./problem";
import type { Draft, DraftChange } from "./types";

const DRAFTS = ["drafts"] as const;
const RETRY_MS = 3_000;
const CHANNEL = "afina.drafts";

export const draftKey = (id: string) => ["draft", id] as const;

const changesOf = (id: string) => ["draft", id, "change"] as const;

/** The trainings that are being put together, the one changed last first. */
export function useDrafts() {
  return useQuery({ queryKey: DRAFTS, queryFn: () => answer(client.GET("/api/drafts")) });
}

/** One of them, as the server has it, with what was chosen here and is still on its way. */
export function useDraft(id: string) {
  const queries = useQueryClient();
  useEffect(() => {
    const channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = ({ data }) => {
      if (data === id) void queries.invalidateQueries({ queryKey: draftKey(id) });
    };
    return () => channel.close();
  }, [id, queries]);
  return useQuery({
    queryKey: draftKey(id),
    queryFn: async () => {
      const path = { draft_id: id };
      const draft = await answer<Draft>(client.GET("/api/drafts/{draft_id}", { params: { path } }));
      return unsentOf(queries, id).reduce(changed, draft);
    },
  });
}

/** The changes that the server does not have yet, the first one first. */
function unsentOf(queries: QueryClient, id: string): DraftChange[] {
  const pending = queries.getMutationCache().findAll({ mutationKey: changesOf(id), status: "pending" });
  return pending.map(({ state }) => state.variables as DraftChange);
}

function changed(draft: Draft, change: DraftChange): Draft {
  return { ...draft, ...change } as Draft;
}

/** Has every tab of this browser, this one too, read the draft again. */
function tellTabs(id: string): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(id);
  channel.close();
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
      queries.setQueryData<Draft>(key, (draft) => draft && changed(draft, change));
      return before;
    },
    onSuccess: ({ changed_at }) => {
      queries.setQueryData<Draft>(key, (draft) => draft && { ...draft, changed_at });
      void queries.invalidateQueries({ queryKey: DRAFTS });
    },
    onError: (_, __, before) => queries.setQueryData<Draft>(key, before),
    onSettled: () => tellTabs(id),
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
    onSuccess: (_, id) => tellTabs(id),
    onSettled: () => queries.invalidateQueries({ queryKey: DRAFTS }),
  });
}
