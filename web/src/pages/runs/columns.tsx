import { bestRate, isByF1 } from "../../api/rate";
import type { RunSummary } from "../../api/types";
import { useWords } from "../../i18n";
import { formatDuration, outOfHundred } from "../../i18n/format";
import { useOwnWords } from "../../i18n/own";
import { RUNS } from "../../i18n/runs";
import type { Column } from "../../ui/DataTable";
import { Moment } from "../../ui/Moment";
import { Group, Text } from "../../ui/primitives";
import { StateChip } from "../../ui/StateChip";
import { RowLink } from "../../ui/TextLink";

/** What is told of each run, by the names that the server orders by. */
export function useColumns(now: Date, withOwners: boolean): Column<RunSummary>[] {
  const { columns, none, you } = useOwnWords(RUNS);
  const owner: Column<RunSummary> = {
    key: "owner",
    label: columns.owner,
    cell: ({ owner_name }) => owner_name ?? you,
  };
  return [
    { key: "name", label: columns.name, sort: "ascending", cell: (run) => <NameCell run={run} /> },
    { key: "dataset", label: columns.dataset, sort: "ascending", cell: ({ dataset_name }) => dataset_name },
    ...(withOwners ? [owner] : []),
    {
      key: "status",
      label: columns.status,
      short: true,
      sort: "ascending",
      cell: (run) => <StateCell run={run} />,
    },
    {
      key: "hits",
      label: columns.hits,
      short: true,
      sort: "descending",
      cell: (run) => <HitsCell run={run} />,
    },
    {
      key: "created",
      label: columns.created,
      short: true,
      sort: "descending",
      cell: ({ created_at }) => <Moment at={created_at} />,
    },
    {
      key: "duration",
      label: columns.duration,
      align: "end",
      short: true,
      sort: "descending",
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
  const words = useOwnWords(RUNS);
  const rate = bestRate(run);
  const said = isByF1(run.task) ? words.f1 : words.hits;
  if (rate !== null) return said(outOfHundred(rate));
  return run.status === "running" ? (
    <Text span c="dimmed">
      {words.noHits}
    </Text>
  ) : (
    words.none
  );
}

function durationOf({ started_at, finished_at, status }: RunSummary, now: Date): string | null {
  if (started_at === null || (finished_at === null && status !== "running")) return null;
  const end = finished_at === null ? now.getTime() : Date.parse(finished_at);
  return formatDuration((end - Date.parse(started_at)) / 1000);
}
