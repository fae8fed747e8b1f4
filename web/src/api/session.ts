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

/** Whether who is signed in may do everything. */
export function useAdministrates(): boolean {
  const { data } = useSession();
  return data?.role === "admin" && data.scopes.includes("admin");
}

/** A way in: once it is passed, the page asks anew who is signed in, and forgets who was. */
export function useEntry<Shown>(enter: (shown: Shown) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: enter,
    onSuccess: async () => {
      forgetReadings(queries);
      // A question asked before the cookie came would be joined, not asked again.
      await queries.cancelQueries({ queryKey: SESSION });
      await queries.fetchQuery({ queryKey: SESSION, queryFn: fetchSession, staleTime: 0 });
    },
  });
}

/** Trades an access token for a session cookie that scripts cannot read. */
export function useTokenSignIn() {
  return useEntry(openSession);
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

/** Asks anew who is signed in, after something of it has changed. */
export function useSessionAgain() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: SESSION });
}

/** Shows the sign-in page as soon as any answer says that the session is over. */
export function watchSession(queries: QueryClient): void {
  whenSignedOut(() => queries.setQueryData(SESSION, null));
}

function forgetReadings(queries: QueryClient): void {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== SESSION[0] });
}
