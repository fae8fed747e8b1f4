import { useEffect, useState } from "react";
import { useCancelRun } from "../../api/runs";
import type { RunDetails } from "../../api/types";
import { useWords } from "../../i18n";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Stack } from "../../ui/primitives";

/** Asks before it cancels; gone once the request is made. */
export function CancelRun({ run }: { run: RunDetails }) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const cancel = useCancelRun(run.id);
  const settled = cancel.isSuccess || cancel.isError;
  useEffect(() => {
    if (settled) setAsking(false);
  }, [settled]);
  if (run.cancel_requested || cancel.isSuccess) return null;
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
        busy={cancel.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => cancel.mutate()}
      />
    </Stack>
  );
}
