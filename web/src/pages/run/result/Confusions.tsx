import { useState } from "react";
import type { Pair } from "../../../api/mistakes";
import type { LabelsReport } from "../../../api/types";
import { useWords } from "../../../i18n";
import { useResultWords } from "../../../i18n/result";
import { type Column, DataTable } from "../../../ui/DataTable";
import { DownloadButton } from "../../../ui/DownloadButton";
import { HeatTable } from "../../../ui/HeatTable";
import { Button, Group, Text } from "../../../ui/primitives";
import { Section } from "../../../ui/Section";
import { TextField } from "../../../ui/TextField";
import { csvOf } from "./csv";
import { type Confusion, confusionsOf, matching } from "./report";

const MAX_CATEGORIES_IN_TABLE = 20;
const MISTAKES_IN_LIST = 15;

interface Props {
  report: LabelsReport;
  picked: Pair | null;
  /** Shows the texts behind a cell; left out where no mistake was told. */
  onPick?: ((pair: Pair) => void) | undefined;
}

/** Which answers the model takes for which. */
export function Confusions({ report, picked, onPick }: Props) {
  const words = useResultWords().result;
  const mistakes = confusionsOf(report);
  const top = mistakes[0];
  return (
    <Section title={words.confusion}>
      <Text>{top ? words.confusionTop(top.truth, top.answer, top.times) : words.noConfusion}</Text>
      {report.labels.length <= MAX_CATEGORIES_IN_TABLE ? (
        <Matrix report={report} picked={picked} onPick={onPick} />
      ) : (
        mistakes.length > 0 && <MistakeTable mistakes={mistakes} onPick={onPick} />
      )}
    </Section>
  );
}

function Matrix({ report, picked, onPick }: Props) {
  const { format } = useWords();
  const { result, confusions } = useResultWords();
  const labels = report.labels.map(({ label }) => label);
  const pairOf = (truth: number, answer: number) => ({
    actual: labels[truth] ?? "",
    predicted: labels[answer] ?? "",
  });
  const picking = onPick && {
    label: (truth: number, answer: number) =>
      confusions.pick(
        labels[truth] ?? "",
        labels[answer] ?? "",
        report.confusion_matrix[truth]?.[answer] ?? 0,
      ),
    isPicked: (truth: number, answer: number) =>
      picked?.actual === labels[truth] && picked?.predicted === labels[answer],
    onPick: (truth: number, answer: number) => onPick(pairOf(truth, answer)),
  };
  return (
    <>
      <Text c="dimmed" size="sm">
        {result.confusionHelp}
      </Text>
      <HeatTable
        caption={result.confusionTable}
        corner={result.confusionCorner}
        labels={labels}
        matrix={report.confusion_matrix}
        formatCount={format.count}
        {...(picking && { picking })}
      />
    </>
  );
}

interface TableProps {
  mistakes: Confusion[];
  onPick: Props["onPick"];
}

/** The largest of many, a search among all of them, and all of them as a file. */
function MistakeTable({ mistakes, onPick }: TableProps) {
  const { format } = useWords();
  const words = useResultWords();
  const [sought, setSought] = useState("");
  const shown = matching(mistakes, sought).slice(0, MISTAKES_IN_LIST);
  const { truth, answer, times } = words.result.confusionColumns;
  const columns: Column<Confusion>[] = [
    { key: "truth", label: truth, cell: (row) => row.truth },
    { key: "answer", label: answer, cell: (row) => row.answer },
    { key: "times", label: times, align: "end", cell: (row) => format.count(row.times) },
  ];
  return (
    <>
      <TextField
        label={words.confusions.search}
        help={words.confusions.searchHelp}
        value={sought}
        onChange={setSought}
        optional
      />
      {shown.length > 0 ? (
        <DataTable
          caption={words.result.confusionList(shown.length)}
          columns={
            onPick ? [...columns, texts(words.confusions.see, words.confusions.pick, onPick)] : columns
          }
          rows={shown}
          rowKey={(row) => `${row.truth}\n${row.answer}`}
          compact
        />
      ) : (
        <Group>
          <Text>{words.confusions.none}</Text>
          <Button variant="default" onClick={() => setSought("")}>
            {words.confusions.clear}
          </Button>
        </Group>
      )}
      <DownloadButton
        label={words.confusions.csv}
        name={words.confusions.file}
        contents={() => csvOf([[truth, answer, times], ...mistakes.map(cellsOf)])}
      />
    </>
  );
}

const cellsOf = (row: Confusion) => [row.truth, row.answer, String(row.times)];

function texts(
  label: string,
  describe: (truth: string, answer: string, times: number) => string,
  onPick: (pair: Pair) => void,
): Column<Confusion> {
  return {
    key: "texts",
    label: "",
    align: "end",
    cell: ({ truth, answer, times }) => (
      <Button
        variant="subtle"
        size="compact-md"
        aria-label={describe(truth, answer, times)}
        onClick={() => onPick({ actual: truth, predicted: answer })}
      >
        {label}
      </Button>
    ),
  };
}
