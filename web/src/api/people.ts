import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { Role } from "./types";

const PEOPLE = ["people"] as const;

/** Everybody who has an account, or is invited to one. */
export function usePeople() {
  return useQuery({ queryKey: PEOPLE, queryFn: () => answer(client.GET("/api/users")) });
}

function usePeopleAgain() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: PEOPLE });
}

export interface Newcomer {
  name: string;
  role: Role;
  email: string | null;
}

/** Makes an account and the link with which its person takes it. */
export function useInvite() {
  return useMutation({
    mutationFn: (body: Newcomer) => answer(client.POST("/api/invitations", { body })),
    onSuccess: usePeopleAgain(),
  });
}

/** Makes a link for a new password; for who never came, another invitation. */
export function useResetLink() {
  return useMutation({
    mutationFn: (id: string) =>
      answer(client.POST("/api/users/{user_id}/reset", { params: { path: { user_id: id } } })),
    onSuccess: usePeopleAgain(),
  });
}

export interface Change {
  id: string;
  role?: Role;
  disabled?: boolean;
}

/** Changes what a person may do, or whether they may come in. */
export function useChangePerson() {
  return useMutation({
    mutationFn: ({ id, ...body }: Change) =>
      answer(client.PATCH("/api/users/{user_id}", { params: { path: { user_id: id } }, body })),
    onSuccess: usePeopleAgain(),
  });
}
