import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useReducer, useRef } from "react";
import { answer, client } from "./client";
import { lineIn, tailOf, withLine } from "./logs";
import type { KeptLine, LogLine, LogTail } from "./types";
import { useFollow } from "./useFollow";

export interface LogTailState {
  tail: LogTail | null;
  error: Error | null;
  retry: () => void;
}

/** The newest lines of one run's log that hold `search`, followed unless the run had ended before. */
export function useLogTail(id: string, ended: boolean, search: string): LogTailState {
  const [told, add] = useReducer(withLine, [] as KeptLine[]);
  const over = useRef(ended);
  const queries = useQueryClient();
  const key = ["log", id, search] as const;
  const query = useQuery({
    queryKey: key,
    queryFn: () =>
      answer<LogTail>(
        client.GET("/api/runs/{run_id}/log", {
          params: { path: { run_id: id }, query: { search: search || null } },
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { data, isPlaceholderData, error, refetch } = query;
  useFollow(data && !over.current ? `logs:${id}` : null, {
    after: data?.items.at(-1)?.place ?? "",
    take: ({ id: place, data: line }) => add(lineIn(place, line as LogLine)),
    onOpen: () => void queries.invalidateQueries({ queryKey: key }),
    onLink: () => {},
  });
  const tail = data ? (isPlaceholderData ? data : tailOf(data, told, search)) : null;
  return { tail, error, retry: () => void refetch() };
}
