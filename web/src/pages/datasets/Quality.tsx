import { IconAlertCircle, IconAlertTriangle, IconInfoCircle } from "@tabler/icons-react";
import { useQuality } from "../../api/datasets";
import type { DatasetDetails } from "../../api/types";
import { DATASETS } from "../../i18n/datasets";
import { useOwnWords } from "../../i18n/own";
import { AlertCard } from "../../ui/AlertCard";
import { ErrorCard } from "../../ui/ErrorCard";
import { Stack, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import type { Tone } from "../../ui/tone";
import { Waiting } from "../../ui/Waiting";

const LOOKS: Record<string, { tone: Tone; icon: typeof IconInfoCircle }> = {
  strong: { tone: "danger", icon: IconAlertCircle },
  warning: { tone: "warning", icon: IconAlertTriangle },
  note: { tone: "neutral", icon: IconInfoCircle },
};

/** What was found in the newest version, the gravest first. */
export function Quality({ dataset }: { dataset: DatasetDetails }) {
  const words = useOwnWords(DATASETS);
  const { quality } = dataset;
  return (
    <Section title={words.quality} {...(quality && { lead: words.score(quality.score) })}>
      {quality ? <Findings dataset={dataset} /> : <Text c="dimmed">{words.noQuality}</Text>}
    </Section>
  );
}

function Findings({ dataset }: { dataset: DatasetDetails }) {
  const words = useOwnWords(DATASETS);
  const { data, error, refetch } = useQuality(dataset.id, dataset.version);
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  if (data.findings.length === 0) return <Text>{words.noFindings}</Text>;
  return (
    <Stack gap="sm">
      {data.findings.map(({ code, severity, sentence }) => (
        <AlertCard
          key={code}
          tone={LOOKS[severity]?.tone ?? "neutral"}
          icon={LOOKS[severity]?.icon ?? IconInfoCircle}
          title={words.severities[severity] ?? ""}
        >
          {sentence}
        </AlertCard>
      ))}
    </Stack>
  );
}
