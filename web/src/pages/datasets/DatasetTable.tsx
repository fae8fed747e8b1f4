import type { Dataset } from "../../api/types";
import { useWords, type Words } from "../../i18n";
import { DATASETS, type DatasetsWords } from "../../i18n/datasets";
import { useOwnWords } from "../../i18n/own";
import { type Column, DataTable } from "../../ui/DataTable";
import { Moment } from "../../ui/Moment";
import { Paper } from "../../ui/primitives";
import { RowLink } from "../../ui/TextLink";

interface Props {
  datasets: Dataset[];
  withOwners: boolean;
}

/** One page of spreadsheets. */
export function DatasetTable({ datasets, withOwners }: Props) {
  const words = useOwnWords(DATASETS);
  const { format } = useWords();
  const columns = columnsOf(words, format).filter(({ key }) => withOwners || key !== "owner");
  return (
    <Paper p={0}>
      <DataTable
        caption={words.caption}
        columns={columns}
        rows={datasets}
        rowKey={({ id }) => id}
        stacking
        linked
      />
    </Paper>
  );
}

function columnsOf(
  { columns, you, none }: DatasetsWords,
  { count, size }: Words["format"],
): Column<Dataset>[] {
  const figure = { short: true, align: "end" } as const;
  return [
    { key: "name", label: columns.name, cell: (dataset) => <NameCell dataset={dataset} /> },
    { key: "owner", label: columns.owner, cell: ({ owner_name }) => owner_name ?? you },
    { key: "rows", label: columns.rows, ...figure, cell: ({ examples }) => count(examples) },
    {
      key: "categories",
      label: columns.categories,
      ...figure,
      cell: ({ labels }) => (labels.length > 0 ? count(labels.length) : none),
    },
    { key: "versions", label: columns.versions, ...figure, cell: ({ version }) => count(version) },
    { key: "models", label: columns.models, ...figure, cell: ({ models }) => count(models.length) },
    { key: "size", label: columns.size, ...figure, cell: ({ size_bytes }) => size(size_bytes) },
    {
      key: "created",
      label: columns.created,
      short: true,
      cell: ({ created_at }) => <Moment at={created_at} />,
    },
  ];
}

function NameCell({ dataset }: { dataset: Dataset }) {
  return (
    <RowLink to="/planilhas/$id" params={{ id: dataset.id }}>
      {dataset.name}
    </RowLink>
  );
}
