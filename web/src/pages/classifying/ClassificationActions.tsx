import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useDownload, useRemoveClassification } from "../../api/classifications";
import { isOver } from "../../api/sheets";
import type { Classification, Model } from "../../api/types";
import { CLASSIFYING } from "../../i18n/classifying";
import { useOwnWords } from "../../i18n/own";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { ErrorCard } from "../../ui/ErrorCard";
import { Icon } from "../../ui/Icon";
import { rescueFocus } from "../../ui/PageHeading";
import { Button, Group } from "../../ui/primitives";

interface Props {
  job: Classification;
  model: Model;
}

/** Fetching the answers, stopping, taking away. */
export function ClassificationActions({ job, model }: Props) {
  const words = useOwnWords(CLASSIFYING).jobs;
  const [asking, setAsking] = useState(false);
  const download = useDownload();
  const removal = useRemoveClassification(model.id);
  const over = isOver(job);
  const error = download.error ?? removal.error;
  return (
    <>
      {error && <ErrorCard error={error} />}
      <Group gap="xs" justify="flex-end">
        {job.status === "completed" && (
          <Button
            leftSection={<Icon of={IconDownload} />}
            aria-label={words.downloadOf(job.filename)}
            loading={download.isPending}
            onClick={() => download.mutate(job.id)}
          >
            {words.download}
          </Button>
        )}
        <Button
          variant="default"
          aria-label={over ? words.removeOf(job.filename) : words.stopOf(job.filename)}
          onClick={() => setAsking(true)}
        >
          {over ? words.remove : words.stop}
        </Button>
      </Group>
      <ConfirmDialog
        opened={asking}
        title={over ? words.askRemove(job.filename) : words.askStop(job.filename)}
        body={over ? words.askRemoveBody : words.askStopBody}
        safe={over ? words.keep : words.keepGoing}
        dangerous={over ? words.confirmRemove : words.confirmStop}
        busy={removal.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          removal.mutate(job.id, {
            onSettled: () => {
              setAsking(false);
              rescueFocus();
            },
          })
        }
      />
    </>
  );
}
