import classes from "./DataTable.module.css";

export interface Selection<Row> {
  isChosen: (row: Row) => boolean;
  /** Why a row cannot be chosen now is said elsewhere; its box is greyed. */
  canChoose: (row: Row) => boolean;
  onChoose: (row: Row, chosen: boolean) => void;
  words: {
    /** What the boxes are for. */
    column: string;
    /** What a row's box says. */
    choose: (row: Row) => string;
  };
}

/** The box by which a row is chosen. */
export function RowChoice<Row>({ row, selection }: { row: Row; selection: Selection<Row> }) {
  const { isChosen, canChoose, onChoose, words } = selection;
  return (
    <td role="cell" className={classes.choice}>
      <label>
        <input
          type="checkbox"
          aria-label={words.choose(row)}
          checked={isChosen(row)}
          disabled={!isChosen(row) && !canChoose(row)}
          onChange={(event) => onChoose(row, event.currentTarget.checked)}
        />
      </label>
    </td>
  );
}
