import { useQuery } from "@tanstack/react-query";
import { answer, client } from "./client";
import type { Alert } from "./types";

const LIMIT = 200;
const REFRESH_MS = 15_000;

export const alertKeys = {
  all: ["alerts"] as const,
};

async function fetchOpen(): Promise<Alert[]> {
  const query = { open: true, limit: LIMIT };
  return (await answer(client.GET("/api/alerts", { params: { query } }))).items;
}

/** What deserves attention now of one's runs, of machines and of the installation, that `wanted` lets pass. */
export function useOpenAlerts(wanted: (alert: Alert) => boolean) {
  return useQuery({
    queryKey: alertKeys.all,
    queryFn: fetchOpen,
    refetchInterval: REFRESH_MS,
    select: (alerts) => alerts.filter(wanted),
  });
}
