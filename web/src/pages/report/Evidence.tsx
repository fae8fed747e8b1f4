import type { Finding } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { REPORT } from "../../i18n/report";
import { type Column, DataTable } from "../../ui/DataTable";

type Example = Finding["examples"][number];

interface Props {
  title: string;
  examples: Example[];
}

/** Rows that show what a finding means. */
export function Evidence({ title, examples }: Props) {
  const { format } = useWords();
  const words = useOwnWords(REPORT);
  const columns: Column<Example>[] = [
    { key: "row", label: words.row, short: true, cell: ({ row }) => format.count(row) },
    { key: "text", label: words.text, cell: ({ text }) => text },
  ];
  if (examples.some(({ answer }) => answer !== ""))
    columns.push({ key: "answer", label: words.answer, cell: ({ answer }) => answer });
  return <DataTable caption={title} columns={columns} rows={examples} rowKey={({ row }) => row} compact />;
}
