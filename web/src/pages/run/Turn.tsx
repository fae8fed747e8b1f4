import { IconPlugConnectedX } from "@tabler/icons-react";
import { useQueue } from "../../api/queue";
import type { RunDetails } from "../../api/types";
import { rough } from "../../i18n/format";
import { LIVE } from "../../i18n/live";
import { useOwnWords } from "../../i18n/own";
import { AlertCard } from "../../ui/AlertCard";
import { Text } from "../../ui/primitives";
import { ButtonLink } from "../../ui/TextLink";

/** When a run that waits is to begin; plainly so where nobody is there to train it. */
export function Turn({ run }: { run: RunDetails }) {
  const words = useOwnWords(LIVE);
  const queue = useQueue();
  if (queue?.workers_online === 0) return <Nobody />;
  const seconds = run.starts_in_seconds ?? null;
  return <Text>{seconds === null ? words.turnUnknown : words.turn(rough(seconds))}</Text>;
}

function Nobody() {
  const words = useOwnWords(LIVE);
  return (
    <AlertCard
      tone="warning"
      icon={IconPlugConnectedX}
      title={words.nobody}
      heading={2}
      actions={
        <ButtonLink to="/maquinas" variant="default">
          {words.machines}
        </ButtonLink>
      }
    >
      {words.nobodyDo}
    </AlertCard>
  );
}
