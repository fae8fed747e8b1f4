import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Language } from "../i18n/format";
import { answer, client } from "./client";
import { useSessionAgain } from "./session";
import type { Scope } from "./types";

const [SESSIONS, TOKENS] = [
  ["me", "sessions"],
  ["me", "tokens"],
] as const;

/** Changes the own name and language. */
export function useChangeProfile() {
  const again = useSessionAgain();
  return useMutation({
    mutationFn: (body: { name?: string; language: Language }) => answer(client.PATCH("/api/me", { body })),
    onSuccess: again,
  });
}

/** Chooses another password, which ends the other sessions. */
export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { current: string; new: string }) => answer(client.PUT("/api/me/password", { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: SESSIONS }),
  });
}

/** The browsers in which one is signed in. */
export function useOwnSessions() {
  return useQuery({ queryKey: SESSIONS, queryFn: () => answer(client.GET("/api/me/sessions")) });
}

/** Signs out one other browser. */
export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answer(client.DELETE("/api/me/sessions/{session_id}", { params: { path: { session_id: id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: SESSIONS }),
  });
}

/** Signs out all other browsers; answers how many there were. */
export function useEndOtherSessions() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => answer(client.POST("/api/session/everywhere-else")),
    onSuccess: () => queries.invalidateQueries({ queryKey: SESSIONS }),
  });
}

/** The own access tokens, as far as they can be known again. */
export function useTokens() {
  return useQuery({ queryKey: TOKENS, queryFn: () => answer(client.GET("/api/me/tokens")) });
}

export interface Wish {
  name: string;
  scopes: Scope[];
  expires_in_days: number;
}

/** Makes an access token; the answer holds it, this once. */
export function useMakeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Wish) => answer(client.POST("/api/me/tokens", { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: TOKENS }),
  });
}

/** Makes an access token worthless. */
export function useRevokeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      answer(client.DELETE("/api/me/tokens/{token_id}", { params: { path: { token_id: id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: TOKENS }),
  });
}
