/** What the person hears of: the newest, and what they want to hear of by which way. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { Bell, NoticeWishes, NoticeWishesChange } from "./types";

/** Of the bell; what is known of wishes lies below. */
export const BELL = ["notices"] as const;
const WISHES = ["notices", "wishes"] as const;
const REFRESH_MS = 20_000;

/** What happened of late, newest first. */
export function useBell() {
  return useQuery({
    queryKey: BELL,
    queryFn: () => answer<Bell>(client.GET("/api/me/notices")),
    refetchInterval: REFRESH_MS,
  });
}

/** Keeps, for every browser, up to when the person has seen what the bell told. */
export function useBellSeen() {
  return useMutation({
    mutationFn: (until: string) => answer(client.PUT("/api/me/notices/seen", { body: { until } })),
  });
}

/** What the person wants to hear of. */
export function useNoticeWishes() {
  return useQuery({
    queryKey: WISHES,
    queryFn: () => answer<NoticeWishes>(client.GET("/api/me/notices/wishes")),
  });
}

/** Changes what is named. It holds here at once, and the bell is asked again. */
export function useChangeNoticeWishes() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NoticeWishesChange) =>
      answer<NoticeWishes>(client.PATCH("/api/me/notices/wishes", { body })),
    onMutate: ({ bell, email }) =>
      queries.setQueryData<NoticeWishes>(
        WISHES,
        (known) => known && { ...known, ...(bell && { bell }), ...(email && { email }) },
      ),
    onSuccess: (kept) => queries.setQueryData<NoticeWishes>(WISHES, kept),
    onSettled: () => queries.invalidateQueries({ queryKey: BELL, exact: true }),
    onError: () => queries.invalidateQueries({ queryKey: WISHES }),
  });
}
