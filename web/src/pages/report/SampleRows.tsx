import type { ExampleShown } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { REPORT } from "../../i18n/report";
import { type Column, DataTable } from "../../ui/DataTable";
import classes from "./SampleRows.module.css";

/** The roles whose cells are read as texts. */
const LONG = new Set(["text", "context", "tokens"]);

/** Some rows of a sheet as a model sees them, by the roles of the columns. */
export function SampleRows({ rows }: { rows: ExampleShown[] }) {
  const { format } = useWords();
  const words = useOwnWords(REPORT);
  const roles = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))];
  const columns: Column<ExampleShown>[] = [
    { key: "row", label: words.row, short: true, cell: ({ row }) => format.count(row) },
    ...roles.map((role) => ({
      key: role,
      label: words.roles[role] ?? role,
      prose: LONG.has(role),
      cell: ({ cells }: ExampleShown) => <span className={classes.cell}>{cells[role]}</span>,
    })),
  ];
  return (
    <DataTable
      caption={words.rowsCaption}
      columns={columns}
      rows={rows}
      rowKey={({ row }) => row}
      stacking
      compact
    />
  );
}
