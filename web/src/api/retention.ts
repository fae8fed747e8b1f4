import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { Retention } from "./types";

const RETENTION = ["retention"] as const;
const PREVIEW = [...RETENTION, "preview"] as const;

/** How long things are kept, and what went last. */
export function useRetention() {
  return useQuery({ queryKey: RETENTION, queryFn: () => answer(client.GET("/api/retention")) });
}

/** Keeps some things longer, or shorter. */
export function useChangeRetention() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<Retention>) =>
      answer(client.PATCH("/api/retention", { body: change as Required<Retention> })),
    onSuccess: (shown) => {
      queries.removeQueries({ queryKey: PREVIEW });
      queries.setQueryData(RETENTION, shown);
    },
  });
}

/** What would go now; looking takes a while, so it is only done when somebody wants it. */
export function useRetentionPreview(wanted: boolean) {
  return useQuery({
    queryKey: PREVIEW,
    queryFn: () => answer(client.GET("/api/retention/preview")),
    enabled: wanted,
    refetchOnWindowFocus: false,
  });
}

/** Lets go now what is too old. */
export function useApplyRetention() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answer(client.POST("/api/retention/apply")),
    onSuccess: () => queries.invalidateQueries({ queryKey: RETENTION }),
  });
}
