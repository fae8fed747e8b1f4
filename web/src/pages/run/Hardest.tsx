import type { AnswersReport, EntitiesReport, LabelsReport, Report } from "../../api/types";
import { useWords, type Words } from "../../i18n";
import { outOfHundred } from "../../i18n/format";
import { type Column, DataTable } from "../../ui/DataTable";
import { Text } from "../../ui/primitives";

/** The rows of the sheet on which the model was wrong, and sure of it. */
export function Hardest({ report }: { report: Report }) {
  const words = useWords();
  return (
    <>
      <Text c="dimmed" mb="sm">
        {words.t.hardest.help}
      </Text>
      <DataTable
        caption={words.t.hardest.title}
        columns={columnsOf(report.task, words)}
        rows={linesOf(report, words)}
        rowKey={({ row }) => row}
        compact
      />
    </>
  );
}

/** One mistake, its cells in words. */
interface Line {
  row: number;
  expected: string;
  answered: string;
  confidence: number;
}

function columnsOf(task: Report["task"], { t, format }: Words): Column<Line>[] {
  const { row, confidence } = t.hardest;
  const { expected, answered } = t.hardest.columns[task];
  return [
    { key: "row", label: row, cell: (line) => format.count(line.row) },
    { key: "expected", label: expected, cell: (line) => line.expected },
    { key: "answered", label: answered, cell: (line) => line.answered },
    {
      key: "confidence",
      label: confidence,
      align: "end",
      cell: (line) => t.result.inHundred(outOfHundred(line.confidence)),
    },
  ];
}

function linesOf(report: Report, words: Words): Line[] {
  switch (report.task) {
    case "text-classification":
      return report.hardest.map((mistake) => labelled(mistake, words));
    case "token-classification":
      return report.hardest.map((mistake) => counted(mistake, words));
    case "question-answering":
      return report.hardest.map((mistake) => replied(mistake, words));
  }
}

function labelled(
  { row, confidence, expected, answered }: LabelsReport["hardest"][number],
  { t }: Words,
): Line {
  const named = (labels: string[]) => labels.join(", ") || t.hardest.nothing;
  return { row, confidence, expected: named(expected), answered: named(answered) };
}

function counted(
  { row, confidence, missed, wrong }: EntitiesReport["hardest"][number],
  { t, format }: Words,
): Line {
  const list = (types: Record<string, number>) =>
    Object.entries(types)
      .map(([type, times]) => (times === 1 ? type : `${type} × ${format.count(times)}`))
      .join(", ");
  return {
    row,
    confidence,
    expected: list(missed) || t.hardest.none,
    answered: list(wrong) || t.hardest.none,
  };
}

function replied(
  { row, confidence, answerable, answered, f1 }: AnswersReport["hardest"][number],
  { t }: Words,
): Line {
  return {
    row,
    confidence,
    expected: answerable ? t.hardest.answerable : t.hardest.unanswerable,
    answered: answered ? t.hardest.shared(outOfHundred(f1)) : t.hardest.silent,
  };
}
