import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { AuditGroup } from "./types";

const PAGE_LINES = 50;

/** Which lines are wanted; what is left out filters nothing. */
export interface AuditFilter {
  group?: AuditGroup | undefined;
  /** A person's id. */
  actor?: string | undefined;
  /** The first day, and the last, as `2026-03-14`. */
  from?: string | undefined;
  to?: string | undefined;
  /** Words that stand in what happened. */
  text?: string | undefined;
}

/** The filter as the API takes it: days begin and end where the browser is. */
export function queryOf({ group, actor, from, to, text }: AuditFilter) {
  return {
    ...(group && { group }),
    ...(actor && { actor }),
    ...(from && { since: midnight(from, 0) }),
    ...(to && { until: midnight(to, 1) }),
    ...(text && { text }),
  };
}

function midnight(day: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}

/** One page of what happened, newest first, from before the line numbered `before`. */
export function useAudit(filter: AuditFilter, before: number | undefined) {
  const query = { limit: PAGE_LINES, ...queryOf(filter), ...(before && { before }) };
  return useQuery({
    queryKey: ["audit", query],
    queryFn: () => answer(client.GET("/api/audit", { params: { query } })),
    placeholderData: keepPreviousData,
  });
}

/** Where the lines are to be had as a file. */
export function exportAddress(filter: AuditFilter, format: "csv" | "jsonl"): string {
  return `/api/audit/export?${new URLSearchParams({ ...queryOf(filter), format })}`;
}

/** The newest seal of the log. */
export function useNewestSeal() {
  return useQuery({
    queryKey: ["audit", "seal"],
    queryFn: () => answer(client.GET("/api/audit/seals", { params: { query: { limit: 1 } } })),
    select: ({ items }) => items[0] ?? null,
  });
}

/** What happened to a run, newest first, as of the event numbered `sequence`. */
export function useRunEvents(id: string, sequence: number) {
  const query = { entity: "run", entity_id: id, limit: RUN_LINES };
  return useQuery({
    queryKey: ["audit", query, sequence],
    queryFn: () => answer(client.GET("/api/audit", { params: { query } })),
    placeholderData: keepPreviousData,
  });
}

const RUN_LINES = 100;
