import type { ExampleShown } from "../../api/types";
import { DATASETS } from "../../i18n/datasets";
import { useOwnWords } from "../../i18n/own";
import { Clipped } from "../../ui/Clipped";
import { type Column, DataTable } from "../../ui/DataTable";

interface Props {
  caption: string;
  examples: ExampleShown[];
}

/** Examples by the roles of their columns. */
export function ExampleTable({ caption, examples }: Props) {
  const { row, roles } = useOwnWords(DATASETS);
  const named = [...new Set(examples.flatMap(({ cells }) => Object.keys(cells)))];
  const columns: Column<ExampleShown>[] = named.map((role) => ({
    key: role,
    label: roles[role] ?? role,
    cell: ({ cells }) => <Clipped text={cells[role] ?? ""} />,
  }));
  return (
    <DataTable
      caption={caption}
      columns={[{ key: "row", label: row, cell: (example) => example.row }, ...columns]}
      rows={examples}
      rowKey={(example) => example.row}
      compact
    />
  );
}
