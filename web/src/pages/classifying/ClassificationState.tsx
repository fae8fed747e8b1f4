import { IconAlertCircle, IconBan, IconCircleCheck, IconClock, IconLoader } from "@tabler/icons-react";
import type { Classification, ClassificationStatus } from "../../api/types";
import { CLASSIFYING } from "../../i18n/classifying";
import { useOwnWords } from "../../i18n/own";
import { Chip } from "../../ui/Chip";
import { ProgressBar } from "../../ui/ProgressBar";
import { Stack, Text } from "../../ui/primitives";
import type { Tone } from "../../ui/tone";

const LOOKS: Record<ClassificationStatus, { tone: Tone; icon: typeof IconClock }> = {
  queued: { tone: "neutral", icon: IconClock },
  running: { tone: "brand", icon: IconLoader },
  completed: { tone: "success", icon: IconCircleCheck },
  failed: { tone: "danger", icon: IconAlertCircle },
  cancelled: { tone: "neutral", icon: IconBan },
};

/** Where a classification stands; while it goes on, how far it is. */
export function ClassificationState({ job }: { job: Classification }) {
  const words = useOwnWords(CLASSIFYING).jobs;
  return (
    <Stack gap={4} align="stretch">
      <div>
        <Chip {...LOOKS[job.status]} label={words.status[job.status]} />
      </div>
      {job.queue_position !== null && (
        <Text size="sm" c="dimmed">
          {words.place(job.queue_position)}
        </Text>
      )}
      {job.status === "running" && <Progress job={job} />}
      {job.failure && <Text size="sm">{job.failure.sentence}</Text>}
    </Stack>
  );
}

function Progress({ job }: { job: Classification }) {
  const words = useOwnWords(CLASSIFYING).jobs;
  const said = words.progress(job.rows_answered, job.rows);
  return (
    <>
      <ProgressBar label={words.bar(job.filename)} fraction={job.rows_answered / job.rows} text={said} />
      <Text size="sm" c="dimmed">
        {said}
      </Text>
    </>
  );
}
