import type { LabelReport } from "../../../api/types";
import { useWords } from "../../../i18n";
import { useResultWords } from "../../../i18n/result";
import { DataTable } from "../../../ui/DataTable";

/** Precision, recall and F1 of each category. */
export function LabelTable({ labels }: { labels: LabelReport[] }) {
  const { format } = useWords();
  const names = useResultWords().technical;
  const share = (value: number) => format.fixed(value, 3);
  return (
    <DataTable
      caption={names.perLabelCaption}
      columns={[
        { key: "label", label: names.label, cell: (row) => row.label },
        { key: "precision", label: names.precision, align: "end", cell: (row) => share(row.precision) },
        { key: "recall", label: names.recall, align: "end", cell: (row) => share(row.recall) },
        { key: "f1", label: names.f1, align: "end", cell: (row) => share(row.f1) },
        { key: "support", label: names.support, align: "end", cell: (row) => format.count(row.support) },
      ]}
      rows={labels}
      rowKey={({ label }) => label}
      compact
    />
  );
}
