import type { LabelsReport } from "../../api/types";
import { useWords } from "../../i18n";
import { DataTable } from "../../ui/DataTable";
import { HeatTable } from "../../ui/HeatTable";
import { Paper, Text, Title } from "../../ui/primitives";
import { type Confusion, confusionsOf } from "./report";

const MAX_CATEGORIES_IN_TABLE = 20;
const MISTAKES_IN_LIST = 15;

/** Which answers the model takes for which. */
export function Confusions({ report }: { report: LabelsReport }) {
  const { t } = useWords();
  const mistakes = confusionsOf(report);
  const top = mistakes[0];
  return (
    <Paper data-card>
      <Title order={2}>{t.result.confusion}</Title>
      <Text mb="sm">
        {top ? t.result.confusionTop(top.truth, top.answer, top.times) : t.result.noConfusion}
      </Text>
      {report.labels.length <= MAX_CATEGORIES_IN_TABLE ? (
        <Matrix report={report} />
      ) : (
        mistakes.length > 0 && <MistakeList mistakes={mistakes.slice(0, MISTAKES_IN_LIST)} />
      )}
    </Paper>
  );
}

function Matrix({ report }: { report: LabelsReport }) {
  const { t, format } = useWords();
  return (
    <>
      <Text c="dimmed" size="sm" mb="sm">
        {t.result.confusionHelp}
      </Text>
      <HeatTable
        caption={t.result.confusion}
        corner={t.result.confusionCorner}
        labels={report.labels.map(({ label }) => label)}
        matrix={report.confusion_matrix}
        formatCount={format.count}
      />
    </>
  );
}

function MistakeList({ mistakes }: { mistakes: Confusion[] }) {
  const { t, format } = useWords();
  const { truth, answer, times } = t.result.confusionColumns;
  return (
    <DataTable
      caption={t.result.confusionList(mistakes.length)}
      columns={[
        { key: "truth", label: truth, cell: (row) => row.truth },
        { key: "answer", label: answer, cell: (row) => row.answer },
        { key: "times", label: times, align: "end", cell: (row) => format.count(row.times) },
      ]}
      rows={mistakes}
      rowKey={(row) => `${row.truth}\n${row.answer}`}
      compact
    />
  );
}
