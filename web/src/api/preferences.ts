import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { Preferences } from "./types";

const PREFERENCES = ["preferences"] as const;

const fetchPreferences = () => answer<Preferences>(client.GET("/api/me/preferences"));

/** How whoever is signed in wants the page. */
export function usePreferences() {
  return useQuery({
    queryKey: PREFERENCES,
    queryFn: fetchPreferences,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Whether to show what only experts ask for. */
export function useTechnical(): boolean {
  return usePreferences().data?.technical ?? false;
}

/** Changes what is named. It holds here at once, even where the server cannot keep it. */
export function useChangePreferences() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<Preferences>) => answer(client.PATCH("/api/me/preferences", { body })),
    onMutate: (change) =>
      queries.setQueryData<Preferences>(PREFERENCES, (known) => known && { ...known, ...change }),
  });
}
