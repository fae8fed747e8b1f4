import type { AuditLine } from "../../api/types";
import { useWords } from "../../i18n";
import { AUDIT, type AuditWords } from "../../i18n/audit";
import type { Format } from "../../i18n/format";
import { useOwnWords } from "../../i18n/own";
import { type Column, DataTable } from "../../ui/DataTable";
import { Paper } from "../../ui/primitives";

/** Lines of the audit trail. Their moments are written out: order and minute matter here. */
export function AuditTable({ lines }: { lines: AuditLine[] }) {
  const { format } = useWords();
  const words = useOwnWords(AUDIT);
  return (
    <Paper p={0}>
      <DataTable
        caption={words.caption}
        columns={columnsOf(words, format)}
        rows={lines}
        rowKey={({ sequence }) => sequence}
        stacking
        compact
      />
    </Paper>
  );
}

function columnsOf(words: AuditWords, format: Format): Column<AuditLine>[] {
  const { columns } = words;
  return [
    {
      key: "at",
      label: columns.at,
      short: true,
      cell: ({ at }) => <time dateTime={at}>{format.short(new Date(at))}</time>,
    },
    { key: "sentence", label: columns.sentence, prose: true, cell: ({ sentence }) => sentence },
    { key: "address", label: columns.address, short: true, cell: ({ address }) => address ?? words.nowhere },
  ];
}
