import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useReducer } from "react";
import { answer, client } from "./client";
import { curveOf, pointIn, withPoint } from "./points";
import type { Progress, RunPoints } from "./types";
import { useFollow } from "./useFollow";

const MOST_POINTS = 2_000;

/** The training error of a run's steps, thinned by the server, then as it is told. */
export function usePoints(id: string, attempt: number, follows: boolean) {
  const queries = useQueryClient();
  const [told, add] = useReducer(withPoint, []);
  const key = ["points", id, attempt] as const;
  const query = { max_points: MOST_POINTS };
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () =>
      answer<RunPoints>(client.GET("/api/runs/{run_id}/points", { params: { path: { run_id: id }, query } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useFollow(follows ? `run:${id}` : null, {
    after: "",
    take: ({ name, data: news }) => {
      const point = name === "progress" ? pointIn(news as Progress) : null;
      if (point) add(point);
    },
    // Progress has no place: what was told while nobody listened is looked up.
    onOpen: () => void queries.invalidateQueries({ queryKey: key }),
    onLink: () => {},
  });
  const curve = useMemo(() => data && curveOf(data, told), [data, told]);
  return { curve, error, retry: () => void refetch() };
}
