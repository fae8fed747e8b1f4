import type { Change, ExampleShown } from "../../api/types";
import { DATASETS } from "../../i18n/datasets";
import { useOwnWords } from "../../i18n/own";
import { Clipped } from "../../ui/Clipped";
import { DataTable } from "../../ui/DataTable";

/** Some examples as they were and as they are: only what is no longer the same. */
export function ChangeTable({ changes }: { changes: Change[] }) {
  const words = useOwnWords(DATASETS);
  return (
    <DataTable
      caption={words.changedCaption}
      columns={[
        { key: "row", label: words.row, cell: ({ before }) => before.row },
        {
          key: "before",
          label: words.before,
          cell: ({ before, after }) => <Clipped text={unlike(before, after)} />,
        },
        {
          key: "after",
          label: words.after,
          cell: ({ before, after }) => <Clipped text={unlike(after, before)} />,
        },
      ]}
      rows={changes}
      rowKey={({ before }) => before.row}
      compact
    />
  );
}

/** The cells of `one` that `other` has otherwise. */
function unlike(one: ExampleShown, other: ExampleShown): string {
  return Object.entries(one.cells)
    .filter(([role, value]) => other.cells[role] !== value)
    .map(([, value]) => value)
    .join(" · ");
}
