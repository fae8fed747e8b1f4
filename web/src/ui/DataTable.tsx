import type { ReactNode } from "react";
import classes from "./DataTable.module.css";
import { VisuallyHidden } from "./primitives";

export interface Column<Row> {
  key: string;
  /** Empty where the cells say for themselves what they are. */
  label: string;
  cell: (row: Row) => ReactNode;
  align?: "end";
  /** Never broken into lines. */
  short?: boolean;
}

interface Props<Row> {
  caption: string;
  /** The first one names the row. */
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string | number;
  /** Turns rows into cards on narrow screens; else the table scrolls sideways. */
  stacking?: boolean;
  compact?: boolean;
  /** Whether a link in the first cell covers the whole row. */
  linked?: boolean;
}

/** A real table. Roles are written out because `display: block` would take them away. */
export function DataTable<Row>({ caption, columns, rows, rowKey, ...look }: Props<Row>) {
  const table = (
    <table role="table" className={classesOf(look)}>
      <caption>
        <VisuallyHidden>{caption}</VisuallyHidden>
      </caption>
      <Head columns={columns} />
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Line key={rowKey(row)} columns={columns} row={row} />
        ))}
      </tbody>
    </table>
  );
  if (look.stacking) return table;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={classes.scroll} aria-label={caption} tabIndex={0}>
      {table}
    </section>
  );
}

function classesOf(look: { stacking?: boolean; compact?: boolean; linked?: boolean }): string {
  const chosen = [
    classes.table,
    look.stacking && classes.stacking,
    look.compact && classes.compact,
    look.linked && classes.linked,
  ];
  return chosen.filter(Boolean).join(" ");
}

function Head<Row>({ columns }: { columns: Column<Row>[] }) {
  return (
    <thead role="rowgroup">
      <tr role="row">
        {columns.map(({ key, label, align }) =>
          label === "" ? (
            <td key={key} role="cell" />
          ) : (
            <th key={key} role="columnheader" scope="col" data-align={align}>
              {label}
            </th>
          ),
        )}
      </tr>
    </thead>
  );
}

function Line<Row>({ columns, row }: { columns: Column<Row>[]; row: Row }) {
  const [first, ...others] = columns;
  return (
    <tr role="row">
      {first && (
        <th role="rowheader" scope="row">
          {first.cell(row)}
        </th>
      )}
      {others.map(({ key, label, align, short, cell }) => (
        <td key={key} role="cell" data-align={align} data-short={short}>
          <span className={classes.label} aria-hidden>
            {label}
          </span>
          {cell(row)}
        </td>
      ))}
    </tr>
  );
}
