import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import type { LiveRun } from "../../api/live";
import type { Link } from "../../api/stream";
import { hasEnded, type RunDetails } from "../../api/types";
import { useWords, type Words } from "../../i18n";
import { formatDuration } from "../../i18n/format";
import { type Fact, FactLine } from "../../ui/FactList";
import { Icon } from "../../ui/Icon";
import { LinkChip } from "../../ui/LinkChip";
import { Moment } from "../../ui/Moment";
import { PageHeading } from "../../ui/PageHeading";
import { lazyPart, Part } from "../../ui/Part";
import { Button, Stack } from "../../ui/primitives";
import { StateChip } from "../../ui/StateChip";
import { TextLink } from "../../ui/TextLink";

interface Props {
  view: LiveRun;
  link: Link;
  /** Whether one may call it otherwise. */
  changes: boolean;
}

const RenameRun = lazyPart(() => import("./RenameRun"), "RenameRun");

/** The run's name, its state, and where it came from. */
export function RunHead({ view: { run }, link, changes }: Props) {
  const words = useWords();
  const [renaming, setRenaming] = useState(false);
  return (
    <Stack gap="xs">
      <PageHeading
        aside={
          <>
            <StateChip status={run.status} cancelRequested={run.cancel_requested} />
            {!hasEnded(run.status) && <LinkChip link={link} />}
            {changes && <RenameButton open={renaming} onChange={setRenaming} />}
          </>
        }
      >
        {run.name}
      </PageHeading>
      {renaming && (
        <Part>
          <RenameRun run={run} onDone={() => setRenaming(false)} />
        </Part>
      )}
      <FactLine facts={factsOf(run, words)} />
    </Stack>
  );
}

function RenameButton({ open, onChange }: { open: boolean; onChange: (open: boolean) => void }) {
  const { t } = useWords();
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={<Icon of={IconPencil} size={18} />}
      aria-expanded={open}
      onClick={() => onChange(!open)}
      data-screen-only
    >
      {t.run.rename}
    </Button>
  );
}

function factsOf(run: RunDetails, { t }: Words): Fact[] {
  const facts: Fact[] = [{ name: t.facts.sheet, value: run.dataset_name }];
  if (run.preset) facts.push({ name: t.facts.preset, value: t.presets[run.preset] });
  facts.push(momentOf(run, t.facts));
  if (run.started_at && run.finished_at) {
    const seconds = (Date.parse(run.finished_at) - Date.parse(run.started_at)) / 1000;
    facts.push({ name: t.facts.duration, value: formatDuration(seconds) });
  }
  if (run.status === "running" && run.forecast) {
    facts.push({ name: t.facts.expected, value: formatDuration(run.forecast.expected_seconds) });
  }
  if (run.reproduces) facts.push({ name: t.facts.repeats, value: <Original id={run.reproduces} /> });
  if (run.retries) facts.push({ name: t.facts.retries, value: <Original id={run.retries} /> });
  return facts;
}

function momentOf(run: RunDetails, names: Words["t"]["facts"]): Fact {
  if (run.finished_at) return { name: names.finished, value: <Moment at={run.finished_at} /> };
  if (run.started_at) return { name: names.started, value: <Moment at={run.started_at} /> };
  return { name: names.asked, value: <Moment at={run.created_at} /> };
}

function Original({ id }: { id: string }) {
  const { t } = useWords();
  return (
    <TextLink to="/treinos/$id" params={{ id }}>
      {t.facts.repeated}
    </TextLink>
  );
}
