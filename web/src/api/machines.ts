import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useState } from "react";
import { alertKeys } from "./alerts";
import { answer, client } from "./client";
import { WORKERS } from "./events";
import { type Readings, withReadings } from "./readings";
import type { Link } from "./stream";
import type { Machine, MachineList } from "./types";
import { useFollow } from "./useFollow";
import { useVisible } from "./useVisible";

const MACHINES = ["machines"] as const;
const POLL_MS = 5_000;
const HIDDEN_MS = 30_000;

export interface Machines {
  machines: Machine[] | undefined;
  readings: Readings;
  link: Link;
  /** When they were last heard of, by this browser's clock. */
  heardAtMs: number;
  error: Error | null;
  retry: () => void;
}

/** Every machine as it is now, and how it fared during the last minute. */
export function useMachines(): Machines {
  const visible = useVisible();
  const [link, setLink] = useState<Link>("connecting");
  const query = useQuery({
    queryKey: MACHINES,
    queryFn: () => answer<MachineList>(client.GET("/api/workers")),
    refetchInterval: visible ? (link === "live" ? false : POLL_MS) : HIDDEN_MS,
  });
  useBoard(setLink);
  const { data, dataUpdatedAt } = query;
  const readings = useReadings(data?.items, dataUpdatedAt);
  const state = { machines: data?.items, readings, link, heardAtMs: dataUpdatedAt };
  return { ...state, error: query.error, retry: () => void query.refetch() };
}

/** Puts what the stream shows where the question's answer is. */
function useBoard(onLink: (link: Link) => void): void {
  const queries = useQueryClient();
  useFollow(WORKERS, {
    after: "",
    take: ({ name, data }) => {
      if (name === WORKERS) queries.setQueryData<MachineList>(MACHINES, data as MachineList);
    },
    onOpen: () => {},
    onLink,
  });
  useFollow("alerts", {
    after: "",
    take: () => void queries.invalidateQueries({ queryKey: alertKeys.all }),
    onOpen: () => {},
    onLink: () => {},
  });
}

function useReadings(machines: Machine[] | undefined, atMs: number): Readings {
  const [readings, look] = useReducer(
    (known: Readings, seen: { machines: Machine[]; atMs: number }) =>
      withReadings(known, seen.machines, seen.atMs),
    {},
  );
  useEffect(() => {
    if (machines) look({ machines, atMs });
  }, [machines, atMs]);
  return readings;
}

function useMachinesAgain() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: MACHINES });
}

/** Admits a machine; the answer holds its token, this once. */
export function useRegisterMachine() {
  return useMutation({
    mutationFn: (body: { name: string; pool: string }) =>
      answer(client.POST("/api/workers/register", { body })),
    onSuccess: useMachinesAgain(),
  });
}

/** Makes another token; the old one opens nothing any more. */
export function useRenewToken() {
  return useMutation({
    mutationFn: (id: string) =>
      answer(client.POST("/api/workers/{worker_id}/token", { params: { path: { worker_id: id } } })),
    onSuccess: useMachinesAgain(),
  });
}

/** Lets a machine work no more. */
export function useRevokeMachine() {
  return useMutation({
    mutationFn: (id: string) =>
      answer(client.POST("/api/workers/{worker_id}/revoke", { params: { path: { worker_id: id } } })),
    onSuccess: useMachinesAgain(),
  });
}

/** Has a machine take nothing new, or take trainings again. */
export function usePauseMachine() {
  return useMutation({
    mutationFn: ({ id, paused }: { id: string; paused: boolean }) => {
      const params = { path: { worker_id: id } };
      return answer(
        paused
          ? client.POST("/api/workers/{worker_id}/pause", { params })
          : client.POST("/api/workers/{worker_id}/resume", { params }),
      );
    },
    onSuccess: useMachinesAgain(),
  });
}
