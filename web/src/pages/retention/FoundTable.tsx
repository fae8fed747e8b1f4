import type { Found } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { RETENTION, type RetentionWords } from "../../i18n/retention";
import { type Column, DataTable } from "../../ui/DataTable";
import { Moment } from "../../ui/Moment";

/** What would go now, one kind a row. */
export function FoundTable({ found }: { found: Found[] }) {
  const words = useOwnWords(RETENTION);
  return (
    <DataTable
      caption={words.caption}
      columns={columnsOf(words)}
      rows={found}
      rowKey={({ kind }) => kind}
      stacking
      compact
    />
  );
}

function columnsOf(words: RetentionWords): Column<Found>[] {
  const { columns } = words;
  return [
    { key: "kind", label: columns.kind, cell: ({ kind }) => words.kinds[kind] },
    { key: "count", label: columns.count, align: "end", cell: ({ count }) => words.count(count) },
    {
      key: "size",
      label: columns.size,
      align: "end",
      short: true,
      cell: ({ size_bytes }) => words.size(size_bytes),
    },
    {
      key: "oldest",
      label: columns.oldest,
      short: true,
      cell: ({ oldest }) => (oldest ? <Moment at={oldest} /> : words.none),
    },
    { key: "examples", label: columns.examples, cell: ({ examples }) => examples.join(", ") || words.none },
  ];
}
