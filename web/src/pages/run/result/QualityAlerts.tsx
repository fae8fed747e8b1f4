import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { EpochMetrics, Report } from "../../../api/types";
import { type ResultWords, useResultWords } from "../../../i18n/result";
import { AlertCard } from "../../../ui/AlertCard";
import { Stack } from "../../../ui/primitives";
import { type AlertCode, alertsOf, weakestOf } from "./report";

interface Props {
  report: Report;
  epochs: EpochMetrics[];
  /** What can be done about each. */
  actions: (code: AlertCode) => ReactNode;
}

/** What should keep somebody from trusting the model blindly. */
export function QualityAlerts({ report, epochs, actions }: Props) {
  const words = useResultWords().result.alerts;
  const best = epochs.find(({ epoch }) => epoch === report.best_epoch);
  const codes = alertsOf(report, best);
  if (codes.length === 0) return null;
  return (
    <Stack gap="md">
      {codes.map((code) => (
        <AlertCard
          key={code}
          tone={code === "guessing" ? "danger" : "warning"}
          icon={IconAlertTriangle}
          title={words[code].title}
          heading={2}
          actions={actions(code)}
        >
          {bodyOf(code, report, words)}
        </AlertCard>
      ))}
    </Stack>
  );
}

function bodyOf(code: AlertCode, report: Report, words: ResultWords["result"]["alerts"]): string {
  if (code === "guessing") return words.guessing.body[report.task];
  if (code !== "neglected") return words[code].body;
  const weakest = "labels" in report ? weakestOf(report) : [];
  const names = weakest.map((label) => `“${label}”`);
  return words.neglected.body(names.join(", "));
}
