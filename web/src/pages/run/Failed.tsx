import { IconAlertCircle } from "@tabler/icons-react";
import type { LiveRun } from "../../api/live";
import { useWords } from "../../i18n";
import { AlertCard } from "../../ui/AlertCard";
import { Disclosure } from "../../ui/Disclosure";
import { Stack, Text } from "../../ui/primitives";
import { SupportCode } from "../../ui/SupportCode";
import classes from "./Failed.module.css";
import { Learning } from "./Learning";
import { TrainAgain } from "./TrainAgain";

/** Why the run failed, and the way on. */
export function Failed({ view }: { view: LiveRun }) {
  const { t } = useWords();
  const { failure, id } = view.run;
  return (
    <Stack gap="lg">
      <AlertCard
        tone="danger"
        icon={IconAlertCircle}
        title={t.ended.failed}
        heading={2}
        actions={<TrainAgain id={id} label={t.again.retry} />}
      >
        <Stack gap="xs">
          <Text>{failure ? failure.sentence || t.ended.failedUnknown : t.ended.failedReading}</Text>
          <Text>{t.again.retryBody}</Text>
        </Stack>
      </AlertCard>
      {failure?.detail && (
        <Disclosure label={t.ended.technical} heading={2}>
          {() => (
            <>
              <SupportCode code={failure.code} />
              <pre className={classes.detail}>{failure.detail}</pre>
            </>
          )}
        </Disclosure>
      )}
      {view.epochs.length > 0 && <Learning view={view} />}
    </Stack>
  );
}
