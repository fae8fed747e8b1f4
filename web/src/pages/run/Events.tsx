import { useRunEvents } from "../../api/audit";
import type { LiveRun } from "../../api/live";
import type { AuditLine } from "../../api/types";
import { useWords } from "../../i18n";
import type { Format } from "../../i18n/format";
import { LIVE, type LiveWords } from "../../i18n/live";
import { useOwnWords } from "../../i18n/own";
import { type Column, DataTable } from "../../ui/DataTable";
import { ErrorCard } from "../../ui/ErrorCard";
import { Stack, Text } from "../../ui/primitives";
import { Waiting } from "../../ui/Waiting";

/** What happened to the run, in the server's sentences, newest first. */
export function Events({ view }: { view: LiveRun }) {
  const { format } = useWords();
  const words = useOwnWords(LIVE).events;
  const { data, error, refetch } = useRunEvents(view.run.id, view.sequence);
  if (error) return <ErrorCard error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting />;
  if (data.items.length === 0) return <Text c="dimmed">{words.empty}</Text>;
  return (
    <Stack gap="sm">
      <DataTable
        caption={words.caption}
        columns={columnsOf(words, format)}
        rows={data.items}
        rowKey={({ sequence }) => sequence}
        stacking
        compact
      />
      {data.next_before !== null && <Text c="dimmed">{words.older}</Text>}
    </Stack>
  );
}

function columnsOf({ columns }: LiveWords["events"], format: Format): Column<AuditLine>[] {
  return [
    {
      key: "at",
      label: columns.at,
      short: true,
      cell: ({ at }) => <time dateTime={at}>{format.clock(new Date(at))}</time>,
    },
    { key: "sentence", label: columns.sentence, cell: ({ sentence }) => sentence },
  ];
}
