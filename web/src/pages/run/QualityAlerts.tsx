import { IconAlertTriangle } from "@tabler/icons-react";
import type { EpochMetrics, Report } from "../../api/types";
import { useWords } from "../../i18n";
import type { Catalogue } from "../../i18n/pt-BR";
import { AlertCard } from "../../ui/AlertCard";
import { Stack } from "../../ui/primitives";
import { type AlertCode, alertsOf, weakestOf } from "./report";

interface Props {
  report: Report;
  epochs: EpochMetrics[];
}

/** What should keep somebody from trusting the model blindly. */
export function QualityAlerts({ report, epochs }: Props) {
  const { t } = useWords();
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
          title={t.result.alerts[code].title}
          heading={2}
        >
          {bodyOf(code, report, t.result.alerts)}
        </AlertCard>
      ))}
    </Stack>
  );
}

function bodyOf(code: AlertCode, report: Report, words: Catalogue["result"]["alerts"]): string {
  if (code === "guessing") return words.guessing.body[report.task];
  if (code !== "neglected") return words[code].body;
  const weakest = "labels" in report ? weakestOf(report) : [];
  const names = weakest.map((label) => `“${label}”`);
  return words.neglected.body(names.join(", "));
}
