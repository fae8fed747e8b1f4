import type { Icon as TablerIcon } from "@tabler/icons-react";
import { IconClockExclamation, IconCpu, IconPlayerStop, IconRefreshAlert } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { LiveRun, Setback } from "../api/live";
import { useWords } from "../i18n";
import { Icon } from "./Icon";
import { PhaseList } from "./PhaseList";
import { ProgressBar } from "./ProgressBar";
import classes from "./ProgressCard.module.css";
import { Group, Paper, Stack, Text } from "./primitives";
import { factsOf, headlineOf, PHASES, phaseIndex, silentMinutes } from "./progress";
import { useNow } from "./useNow";

interface Props {
  view: LiveRun;
  title?: ReactNode;
  /** The way on from here. */
  action: ReactNode;
}

/** How far a run that has not ended is, in one card. */
export function ProgressCard({ view, title, action }: Props) {
  const { t } = useWords();
  const headline = headlineOf(view, t);
  const facts = factsOf(view, t).join(" · ");
  return (
    <Paper data-card>
      <Stack gap="md">
        {title}
        <div className={classes.top}>
          <p className={classes.headline}>{headline}</p>
          <span className={classes.facts}>{facts}</span>
        </div>
        <ProgressBar
          label={t.live.bar}
          fraction={view.run.status === "queued" ? null : (view.run.progress?.fraction ?? null)}
          text={facts ? `${headline} · ${facts}` : headline}
        />
        <PhaseList
          label={t.live.steps}
          phases={PHASES.map((key) => ({ key, label: t.phases[key] }))}
          current={phaseIndex(view)}
          states={{ done: t.live.stepDone, now: t.live.stepNow, later: t.live.stepLater }}
        />
        <Notices view={view} />
        <div className={classes.footer}>
          <Text c="dimmed">{t.live.close}</Text>
          {action}
        </div>
      </Stack>
    </Paper>
  );
}

const CLOCK_MS = 10_000;

function Notices({ view }: { view: LiveRun }) {
  const { t } = useWords();
  const minutes = silentMinutes(view, useNow(CLOCK_MS));
  const { run, setback, memoryReduced, shortenedTo } = view;
  const memory = shortenedTo === null ? t.live.memory : t.live.memoryShortened(shortenedTo);
  return (
    <>
      {run.cancel_requested && <Notice icon={IconPlayerStop} text={t.live.cancelling} />}
      {run.status === "queued" && <SetbackNotice failure={run.failure?.sentence} setback={setback} />}
      {memoryReduced && <Notice icon={IconCpu} text={memory} />}
      {minutes > 0 && <Notice icon={IconClockExclamation} text={t.live.silence(minutes)} />}
    </>
  );
}

interface Setbacks {
  /** The server's sentence on the latest attempt. */
  failure: string | undefined;
  setback: Setback | null;
}

function SetbackNotice({ failure, setback }: Setbacks) {
  const { t } = useWords();
  if (failure) return <Notice icon={IconRefreshAlert} text={`${failure} ${t.live.tryingAgain}`} />;
  return setback && <Notice icon={IconRefreshAlert} text={t.setbacks[setback]} />;
}

function Notice({ icon, text }: { icon: TablerIcon; text: string }) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start" c="var(--caution-ink)">
      <Icon of={icon} size={22} />
      <Text>{text}</Text>
    </Group>
  );
}
