import { IconArrowDown, IconArrowsSort, IconArrowUp } from "@tabler/icons-react";
import type { Column } from "./DataTable";
import classes from "./DataTable.module.css";
import { Icon } from "./Icon";
import { Select } from "./Select";

export type Direction = "ascending" | "descending";

export interface Sorting {
  /** The key of the column by which rows are ordered. */
  by: string;
  direction: Direction;
  onSort: (by: string, direction: Direction) => void;
  words: {
    /** Where there are no headers to click on. */
    label: string;
    directions: Record<Direction, string>;
  };
}

const ICONS = { ascending: IconArrowUp, descending: IconArrowDown };
const OTHER: Record<Direction, Direction> = { ascending: "descending", descending: "ascending" };

interface Props {
  /** The column's key. */
  name: string;
  label: string;
  align: "end" | undefined;
  /** Which way rows are ordered first. */
  first: Direction;
  sorting: Sorting;
}

/** A column's heading that puts the rows in its order, and once more the other way. */
export function SortHeader({ name, label, align, first, sorting }: Props) {
  const { by, direction, onSort } = sorting;
  const sorted = by === name;
  return (
    <th
      role="columnheader"
      scope="col"
      data-align={align}
      aria-sort={sorted ? direction : "none"}
      aria-label={label}
      className={classes.sortable}
    >
      <button type="button" onClick={() => onSort(name, sorted ? OTHER[direction] : first)}>
        {label}
        <Icon of={sorted ? ICONS[direction] : IconArrowsSort} size={14} />
      </button>
    </th>
  );
}

interface SelectProps<Row> {
  columns: Column<Row>[];
  sorting: Sorting;
}

/** The same where rows are cards, which have no headings above them. */
export function SortSelect<Row>({ columns, sorting }: SelectProps<Row>) {
  const { by, direction, onSort, words } = sorting;
  const choices = columns
    .filter(({ sort }) => sort)
    .flatMap(({ key, label, sort = "ascending" }) =>
      [sort, OTHER[sort]].map((way) => ({
        value: `${key} ${way}`,
        label: `${label}, ${words.directions[way]}`,
      })),
    );
  return (
    <div className={classes.order}>
      <Select
        label={words.label}
        value={`${by} ${direction}`}
        choices={choices}
        onChoose={(chosen) => {
          const [key = by, way] = chosen.split(" ");
          onSort(key, way as Direction);
        }}
      />
    </div>
  );
}
