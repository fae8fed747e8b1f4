import { IconBan } from "@tabler/icons-react";
import type { LiveRun } from "../../api/live";
import { useWords } from "../../i18n";
import { AlertCard } from "../../ui/AlertCard";
import { Stack } from "../../ui/primitives";
import { Learning } from "./Learning";
import { TrainAgain } from "./TrainAgain";

/** A run that somebody stopped, with what it had learned by then. */
export function Cancelled({ view }: { view: LiveRun }) {
  const { t } = useWords();
  const { epochs, run } = view;
  const after = epochs.length > 0 ? `${t.ended.cancelledAfter(epochs.length)} ` : "";
  return (
    <Stack gap="lg">
      <AlertCard
        tone="neutral"
        icon={IconBan}
        title={t.ended.cancelled}
        heading={2}
        actions={<TrainAgain id={run.id} label={t.again.submit} />}
      >
        {after}
        {run.model ? t.ended.cancelledKept : t.ended.cancelledBody}
      </AlertCard>
      {epochs.length > 0 && <Learning view={view} />}
    </Stack>
  );
}
