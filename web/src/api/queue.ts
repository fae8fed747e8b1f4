import { useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import { QUEUE } from "./events";
import type { QueueStatus } from "./types";
import { useFollow } from "./useFollow";

const KEY = ["queue"] as const;

/** How many trainings wait and how many machines are there, as it changes. */
export function useQueue(): QueueStatus | undefined {
  const queries = useQueryClient();
  useFollow(QUEUE, {
    after: "",
    take: ({ data }) => queries.setQueryData<QueueStatus>(KEY, data as QueueStatus),
    onOpen: () => {},
    onLink: () => {},
  });
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: () => answer<QueueStatus>(client.GET("/api/queue/status")),
    refetchInterval: REFRESH_MS,
  });
  return data;
}

const REFRESH_MS = 15_000;
