import { useQuery } from "@tanstack/react-query";
import type { PassKind } from "./arrival";
import { answer, client } from "./client";
import { useEntry } from "./session";

/** Which ways in there are; in words, why the last one was refused, if it has a code. */
export function useWaysIn(refused: string | null = null) {
  return useQuery({
    queryKey: ["ways-in", refused],
    queryFn: () =>
      answer(client.GET("/api/session/oidc", { params: { query: refused === null ? {} : { refused } } })),
    staleTime: 60_000,
  });
}

/** Whether somebody is still to become the first administrator. */
export function useSetupNeeded() {
  return useQuery({ queryKey: ["setup"], queryFn: () => answer(client.GET("/api/setup")) });
}

export interface Credentials {
  login: string;
  password: string;
}

/** Signs in with login and password. */
export function usePasswordSignIn() {
  return useEntry((body: Credentials) => answer(client.POST("/api/session", { body })));
}

/** What a code from a link is good for, and for whom. */
export function usePass(code: string) {
  return useQuery({
    queryKey: ["pass", code],
    queryFn: () => answer(client.POST("/api/passes/look", { body: { code } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export interface Choice {
  name: string;
  login: string;
  password: string;
}

/** Takes the account that the code is good for. */
export function useTakeAccount(kind: PassKind, code: string) {
  return useEntry(({ name, login, password }: Choice) => {
    const body = { code, login, name, password };
    if (kind === "setup") return answer(client.POST("/api/setup", { body }));
    const chosen = kind === "reset" ? { code, password } : body;
    return answer(client.POST("/api/passes/use", { body: chosen }));
  });
}

/** Where a browser goes to sign in with an identity provider, and comes back to where it is. */
export function departureTo(provider: string): string {
  const here = location.pathname + location.search;
  return `/api/session/oidc/${provider}/start?next=${encodeURIComponent(here)}`;
}
