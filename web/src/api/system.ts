import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { ReplayAction } from "./types";

const SYSTEM = ["system"] as const;
const BUSY_MS = 5_000;
const QUIET_MS = 30_000;

/** How the installation fares; asked more often while tables are being built. */
export function useSystem() {
  return useQuery({
    queryKey: SYSTEM,
    queryFn: () => answer(client.GET("/api/system")),
    refetchInterval: ({ state }) => (state.data?.consumers?.replaying ? BUSY_MS : QUIET_MS),
  });
}

/** Has the tables compared, built again or taken back. */
export function useBeginReplay() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (action: ReplayAction) => answer(client.POST("/api/system/replays", { body: { action } })),
    onSettled: () => queries.invalidateQueries({ queryKey: SYSTEM }),
  });
}
