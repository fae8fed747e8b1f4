import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { Limits } from "./types";

const LIMITS = ["limits"] as const;
const USAGE = ["usage"] as const;

/** What holds for everybody, and what would hold if nobody had set anything. */
export function useLimits() {
  return useQuery({ queryKey: LIMITS, queryFn: () => answer(client.GET("/api/limits")) });
}

/** Sets those limits that are named. */
export function useChangeLimits() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<Limits>) =>
      answer(client.PATCH("/api/limits", { body: change as Required<Limits> })),
    onSuccess: (shown) => {
      queries.setQueryData(LIMITS, shown);
      return queries.invalidateQueries({ queryKey: USAGE });
    },
  });
}

/** What each person uses, and may use. */
export function useUsage() {
  return useQuery({ queryKey: USAGE, queryFn: () => answer(client.GET("/api/users/usage")) });
}

/** Lets a person have so many trainings at once; null for as many as everybody. */
export function useChangeQuota() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, most }: { id: string; most: number | null }) =>
      answer(
        client.PUT("/api/users/{user_id}/quota", {
          params: { path: { user_id: id } },
          body: { max_active_runs: most },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: USAGE }),
  });
}
