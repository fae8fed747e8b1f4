/** Whether the server answers, as the last request found out. */

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";

const ASK_AGAIN_MS = 5_000;
const ALIVE = "/health/live";

export interface Reachability {
  /** When the server last answered, in milliseconds; null before it ever did. */
  heardAtMs: number | null;
  reachable: boolean;
}

let known: Reachability = { heardAtMs: null, reachable: true };
const listeners = new Set<() => void>();

/** Takes note of how a request ended. */
export function noteAnswer(reachable: boolean, atMs: number = Date.now()): void {
  const changed = reachable !== known.reachable;
  known = { heardAtMs: reachable ? atMs : known.heardAtMs, reachable };
  if (changed) for (const tell of listeners) tell();
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** Whether the server answers; while it does not, it is asked every few seconds. */
export function useReachability(): Reachability {
  const reachability = useSyncExternalStore(listen, () => known);
  const queries = useQueryClient();
  const { reachable } = reachability;
  useEffect(() => {
    if (reachable) return;
    const timer = setInterval(() => void knock(queries), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [reachable, queries]);
  return reachability;
}

/** What could not be read meanwhile is read as soon as the server is back. */
async function knock(queries: QueryClient): Promise<void> {
  const response = await fetch(ALIVE).catch(() => null);
  if (!response?.ok) return;
  noteAnswer(true);
  await queries.refetchQueries({ predicate: ({ state }) => state.status === "error" });
}
