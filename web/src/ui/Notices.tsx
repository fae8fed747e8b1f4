import { IconAlertTriangle } from "@tabler/icons-react";
import type { Alert } from "../api/types";
import { AlertCard } from "./AlertCard";
import { Moment } from "./Moment";
import { Stack } from "./primitives";

/** What deserves attention now, each in a sentence of the server's, and since when; nothing where all is well. */
export function Notices({ alerts }: { alerts: Alert[] }) {
  if (alerts.length === 0) return null;
  return (
    <Stack gap="sm">
      {alerts.map((alert) => (
        <AlertCard
          key={`${alert.code}-${alert.run_id ?? alert.worker_id ?? ""}`}
          tone="warning"
          icon={IconAlertTriangle}
          title={alert.topic}
        >
          {alert.sentence} <Moment at={alert.raised_at} />
        </AlertCard>
      ))}
    </Stack>
  );
}
