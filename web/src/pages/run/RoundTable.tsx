import { IconStar } from "@tabler/icons-react";
import { bestRound } from "../../api/live";
import { examRate } from "../../api/rate";
import type { EpochMetrics, RunSummary } from "../../api/types";
import { useWords, type Words } from "../../i18n";
import { formatDuration } from "../../i18n/format";
import type { Catalogue } from "../../i18n/pt-BR";
import { type Column, DataTable } from "../../ui/DataTable";
import { Icon } from "../../ui/Icon";
import { Group } from "../../ui/primitives";

interface Props {
  task: RunSummary["task"];
  epochs: EpochMetrics[];
}

/** The figures of every round. */
export function RoundTable({ task, epochs }: Props) {
  const words = useWords();
  const best = bestRound(epochs)?.epoch;
  return (
    <DataTable
      caption={words.t.chart.caption}
      columns={columnsOf(task, words, best)}
      rows={epochs}
      rowKey={({ epoch }) => epoch}
      compact
    />
  );
}

function columnsOf(
  task: RunSummary["task"],
  { t, format }: Words,
  best: number | undefined,
): Column<EpochMetrics>[] {
  const columns = { ...t.chart.columns, ...ownColumns(task, t.chart) };
  const share = (value: number) => `${format.fixed(value * 100, 1)}%`;
  const loss = (value: number) => format.fixed(value, 3);
  return [
    {
      key: "round",
      label: columns.round,
      cell: ({ epoch }) => <Round epoch={epoch} best={epoch === best} />,
    },
    { key: "exam", label: columns.exam, align: "end", cell: (row) => share(examRate(task, row)) },
    { key: "learning", label: columns.learning, align: "end", cell: (row) => share(row.train_accuracy) },
    { key: "balance", label: columns.balance, align: "end", cell: (row) => share(row.macro_f1) },
    { key: "examError", label: columns.examError, align: "end", cell: (row) => loss(row.validation_loss) },
    { key: "learningError", label: columns.learningError, align: "end", cell: (row) => loss(row.train_loss) },
    { key: "duration", label: columns.duration, align: "end", cell: (row) => formatDuration(row.seconds) },
  ];
}

/** What the columns of a round are called where a task measures something else by them. */
function ownColumns(task: RunSummary["task"], words: Catalogue["chart"]) {
  switch (task) {
    case "token-classification":
      return words.ofEntities;
    case "question-answering":
      return words.ofAnswers;
    default:
      return {};
  }
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
