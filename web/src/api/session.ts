import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client, whenSignedOut } from "./client";
import { isRefused } from "./problem";
import type { Session } from "./types";

const SESSION = ["session"] as const;

async function fetchSession(): Promise<Session | null> {
  try {
    return await answer(client.GET("/api/session"));
  } catch (error) {
    if (isRefused(error, 401)) return null;
    throw error;
  }
}

async function openSession(token: string): Promise<void> {
  await answer(client.POST("/api/session", { headers: { Authorization: `Bearer ${token}` } }));
}

/** Who is signed in; null when nobody is. */
export function useSession() {
  return useQuery({ queryKey: SESSION, queryFn: fetchSession, staleTime: Number.POSITIVE_INFINITY });
}

/** Trades an access token for a session cookie that scripts cannot read. */
export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: openSession,
    onSuccess: async () => {
      forgetReadings(queries);
      // A question asked before the cookie came would be joined, not asked again.
      await queries.cancelQueries({ queryKey: SESSION });
      await queries.fetchQuery({ queryKey: SESSION, queryFn: fetchSession, staleTime: 0 });
    },
  });
}

/** Ends the session and forgets all that was read during it. */
export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answer(client.DELETE("/api/session")),
    onSuccess: () => {
      queries.setQueryData(SESSION, null);
      forgetReadings(queries);
    },
  });
}

/** Shows the sign-in page as soon as any answer says that the session is over. */
export function watchSession(queries: QueryClient): void {
  whenSignedOut(() => queries.setQueryData(SESSION, null));
}

function forgetReadings(queries: QueryClient): void {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION[0] });
}
