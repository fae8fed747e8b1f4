import { IconInfoCircle } from "@tabler/icons-react";
import { useUsage } from "../../api/wishes";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { AlertCard } from "../../ui/AlertCard";
import { Text } from "../../ui/primitives";

/** What the person uses of what may be used. */
export function Quota() {
  const { format } = useWords();
  const words = useOwnWords(TRAIN).start;
  const { data } = useUsage();
  if (!data) return null;
  const { active_runs: active, active_runs_limit: limit, training_hours: hours } = data;
  if (active >= limit)
    return (
      <AlertCard tone="caution" icon={IconInfoCircle} title={words.full}>
        {words.fullDo}
      </AlertCard>
    );
  return (
    <Text c="dimmed">
      {words.quota(active, limit)} {hours > 0 && words.hours(format.decimal(hours, 1))}
    </Text>
  );
}
