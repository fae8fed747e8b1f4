import { bestRate, isByF1 } from "../../api/rate";
import { hasEnded, type RunSummary } from "../../api/types";
import { useWords, type Words } from "../../i18n";
import { formatDuration, outOfHundred } from "../../i18n/format";
import { type Column, DataTable } from "../../ui/DataTable";
import { Moment } from "../../ui/Moment";
import { Group, Paper, Text } from "../../ui/primitives";
import { StateChip } from "../../ui/StateChip";
import { RowLink } from "../../ui/TextLink";
import { useNow } from "../../ui/useNow";

const CLOCK_MS = 5_000;

/** One page of runs. */
export function RunTable({ runs }: { runs: RunSummary[] }) {
  const words = useWords();
  const anyLive = runs.some((run) => !hasEnded(run.status));
  const now = useNow(anyLive ? CLOCK_MS : null);
  return (
    <Paper p={0}>
      <DataTable
        caption={words.t.runs.caption}
        columns={columnsOf(words, now)}
        rows={runs}
        rowKey={({ id }) => id}
        stacking
        linked
      />
    </Paper>
  );
}

function columnsOf({ t }: Words, now: Date): Column<RunSummary>[] {
  const { columns, none } = t.runs;
  return [
    { key: "name", label: columns.name, cell: (run) => <NameCell run={run} /> },
    { key: "sheet", label: columns.sheet, cell: ({ dataset_name }) => dataset_name },
    { key: "state", label: columns.state, short: true, cell: (run) => <StateCell run={run} /> },
    { key: "hits", label: columns.hits, short: true, cell: (run) => <HitsCell run={run} /> },
    { key: "when", label: columns.when, short: true, cell: ({ created_at }) => <Moment at={created_at} /> },
    {
      key: "duration",
      label: columns.duration,
      align: "end",
      short: true,
      cell: (run) => durationOf(run, now) ?? none,
    },
  ];
}

function NameCell({ run }: { run: RunSummary }) {
  return (
    <RowLink to="/treinos/$id" params={{ id: run.id }}>
      {run.name}
    </RowLink>
  );
}

function StateCell({ run }: { run: RunSummary }) {
  const { format } = useWords();
  return (
    <Group gap="xs" wrap="nowrap">
      <StateChip status={run.status} cancelRequested={run.cancel_requested} />
      {run.status === "running" && run.progress && (
        <Text span size="sm">
          {format.percent(run.progress.fraction)}
        </Text>
      )}
    </Group>
  );
}

function HitsCell({ run }: { run: RunSummary }) {
  const { t } = useWords();
  const rate = bestRate(run);
  const said = isByF1(run.task) ? t.runs.f1 : t.runs.hits;
  if (rate !== null) return said(outOfHundred(rate));
  return run.status === "running" ? (
    <Text span c="dimmed">
      {t.runs.noHits}
    </Text>
  ) : (
    t.runs.none
  );
}

function durationOf({ started_at, finished_at, status }: RunSummary, now: Date): string | null {
  if (started_at === null || (finished_at === null && status !== "running")) return null;
  const end = finished_at === null ? now.getTime() : Date.parse(finished_at);
  return formatDuration((end - Date.parse(started_at)) / 1000);
}
