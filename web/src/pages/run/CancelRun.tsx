import { useEffect, useState } from "react";
import { bestRound, type LiveRun } from "../../api/live";
import { examRate, isByF1 } from "../../api/rate";
import { useCancelRun } from "../../api/runs";
import { useWords } from "../../i18n";
import { outOfHundred } from "../../i18n/format";
import { LIVE } from "../../i18n/live";
import { useOwnWords } from "../../i18n/own";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Stack } from "../../ui/primitives";

/** Asks before it cancels, and offers to keep the best so far; gone once the request is made. */
export function CancelRun({ view }: { view: LiveRun }) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const cancel = useCancelRun(view.run.id);
  const kept = useKeeping(view, () => cancel.mutate(true));
  const settled = cancel.isSuccess || cancel.isError;
  useEffect(() => {
    if (settled) setAsking(false);
  }, [settled]);
  if (view.run.cancel_requested || cancel.isSuccess) return null;
  return (
    <Stack gap="sm">
      {cancel.error && <ErrorCard error={cancel.error} />}
      <Button variant="default" onClick={() => setAsking(true)}>
        {t.cancel.open}
      </Button>
      <ConfirmDialog
        opened={asking}
        title={t.cancel.title}
        body={t.cancel.body}
        safe={t.cancel.keep}
        dangerous={t.cancel.confirm}
        {...kept}
        busy={cancel.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => cancel.mutate(false)}
      />
    </Stack>
  );
}

/** What is asked otherwise where a round's model can be kept. */
function useKeeping(view: LiveRun, keep: () => void) {
  const words = useOwnWords(LIVE).cancel;
  const best = bestRound(view.epochs);
  if (view.run.status !== "running" || best === null) return {};
  const body = isByF1(view.run.task) ? words.bodyByF1 : words.body;
  return {
    body: body(outOfHundred(examRate(view.run.task, best)), best.epoch),
    milder: { label: words.keepBest, onChoose: keep },
    dangerous: words.discard,
  };
}
