import { IconStar } from "@tabler/icons-react";
import type { EpochMetrics } from "../../api/types";
import { useWords, type Words } from "../../i18n";
import { formatDuration } from "../../i18n/format";
import { type Column, DataTable } from "../../ui/DataTable";
import { Icon } from "../../ui/Icon";
import { Group } from "../../ui/primitives";

/** The figures of every round. */
export function RoundTable({ epochs }: { epochs: EpochMetrics[] }) {
  const words = useWords();
  const best = epochs.findLast(({ is_best }) => is_best)?.epoch;
  return (
    <DataTable
      caption={words.t.chart.caption}
      columns={columnsOf(words, best)}
      rows={epochs}
      rowKey={({ epoch }) => epoch}
      compact
    />
  );
}

function columnsOf({ t, format }: Words, best: number | undefined): Column<EpochMetrics>[] {
  const { columns } = t.chart;
  const share = (value: number) => `${format.fixed(value * 100, 1)}%`;
  const loss = (value: number) => format.fixed(value, 3);
  return [
    {
      key: "round",
      label: columns.round,
      cell: ({ epoch }) => <Round epoch={epoch} best={epoch === best} />,
    },
    { key: "exam", label: columns.exam, align: "end", cell: (row) => share(row.validation_accuracy) },
    { key: "learning", label: columns.learning, align: "end", cell: (row) => share(row.train_accuracy) },
    { key: "balance", label: columns.balance, align: "end", cell: (row) => share(row.macro_f1) },
    { key: "examError", label: columns.examError, align: "end", cell: (row) => loss(row.validation_loss) },
    { key: "learningError", label: columns.learningError, align: "end", cell: (row) => loss(row.train_loss) },
    { key: "duration", label: columns.duration, align: "end", cell: (row) => formatDuration(row.seconds) },
  ];
}

function Round({ epoch, best }: { epoch: number; best: boolean }) {
  const { t, format } = useWords();
  return (
    <Group gap={6} wrap="nowrap">
      {format.count(epoch)}
      {best && (
        <>
          <Icon of={IconStar} size={16} />
          {t.chart.best}
        </>
      )}
    </Group>
  );
}
