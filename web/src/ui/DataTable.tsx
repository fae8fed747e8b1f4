import type { ReactNode } from "react";
import classes from "./DataTable.module.css";
import { VisuallyHidden } from "./primitives";
import { RowChoice, type Selection } from "./RowChoice";
import { SortHeader, type Sorting, SortSelect } from "./SortHeader";

export interface Column<Row> {
  key: string;
  /** Empty where the cells say for themselves what they are. */
  label: string;
  cell: (row: Row) => ReactNode;
  align?: "end";
  /** Never broken into lines. */
  short?: boolean;
  /** Whole sentences, which need no label and the card's whole width. */
  prose?: boolean;
  /** Whether rows can be put in its order, and which way first. */
  sort?: "ascending" | "descending";
}

interface Look {
  /** Turns rows into cards where there is little room; else the table scrolls sideways. */
  stacking?: boolean;
  compact?: boolean;
  /** Whether a link in the first cell covers the whole row. */
  linked?: boolean;
}

interface Props<Row> extends Look {
  caption: string;
  /** The first one names the row. */
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string | number;
  /** In which order the rows are, and how to ask for another. */
  sorting?: Sorting;
  /** Which rows are chosen, and how to choose others. */
  selection?: Selection<Row>;
}

/** A real table. Roles are written out because `display: block` would take them away. */
export function DataTable<Row>({ sorting, selection, caption, columns, rows, rowKey, ...look }: Props<Row>) {
  const table = (
    <table role="table" className={classesOf(look)}>
      <caption>
        <VisuallyHidden>{caption}</VisuallyHidden>
      </caption>
      <Head columns={columns} sorting={sorting} chooses={selection?.words.column} />
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Line key={rowKey(row)} columns={columns} row={row} selection={selection} />
        ))}
      </tbody>
    </table>
  );
  if (look.stacking)
    return (
      <div className={classes.frame}>
        {sorting && <SortSelect columns={columns} sorting={sorting} />}
        {table}
      </div>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={classes.scroll} aria-label={caption} tabIndex={0}>
      {table}
    </section>
  );
}

function classesOf(look: Look): string {
  const chosen = [
    classes.table,
    look.stacking && classes.stacking,
    look.compact && classes.compact,
    look.linked && classes.linked,
  ];
  return chosen.filter(Boolean).join(" ");
}

interface HeadProps<Row> {
  columns: Column<Row>[];
  sorting: Sorting | undefined;
  /** Names the column of boxes, where there is one. */
  chooses: string | undefined;
}

function Head<Row>({ columns, sorting, chooses }: HeadProps<Row>) {
  return (
    <thead role="rowgroup">
      <tr role="row">
        {chooses !== undefined && (
          <th role="columnheader" scope="col">
            <VisuallyHidden>{chooses}</VisuallyHidden>
          </th>
        )}
        {columns.map((column) => (
          <HeadCell key={column.key} column={column} sorting={sorting} />
        ))}
      </tr>
    </thead>
  );
}

function HeadCell<Row>({ column, sorting }: { column: Column<Row>; sorting: Sorting | undefined }) {
  const { key, label, align, sort } = column;
  if (label === "") return <td role="cell" />;
  if (sorting && sort)
    return <SortHeader name={key} label={label} align={align} first={sort} sorting={sorting} />;
  return (
    <th role="columnheader" scope="col" data-align={align}>
      {label}
    </th>
  );
}

interface LineProps<Row> {
  columns: Column<Row>[];
  row: Row;
  selection: Selection<Row> | undefined;
}

function Line<Row>({ columns, row, selection }: LineProps<Row>) {
  const [first, ...others] = columns;
  return (
    <tr role="row">
      {selection && <RowChoice row={row} selection={selection} />}
      {first && (
        <th role="rowheader" scope="row" data-short={first.short}>
          {first.cell(row)}
        </th>
      )}
      {others.map(({ key, cell, ...look }) => (
        <Cell key={key} {...look} content={cell(row)} />
      ))}
    </tr>
  );
}

type CellProps = Pick<Column<never>, "label" | "align" | "short" | "prose"> & { content: ReactNode };

function Cell({ label, align, short, prose, content }: CellProps) {
  return (
    <td role="cell" data-align={align} data-short={short} data-prose={prose} data-empty={content === null}>
      <span className={classes.label} aria-hidden>
        {label}
      </span>
      {content}
    </td>
  );
}
