import classes from "./HeatTable.module.css";
import { stepOf } from "./heat";
import { VisuallyHidden } from "./primitives";

interface Props {
  caption: string;
  corner: string;
  labels: string[];
  /** Rows are the truth, columns the answers, both in the order of `labels`. */
  matrix: number[][];
  formatCount: (count: number) => string;
}

/** A confusion matrix: a real table whose shades only repeat what its figures say. */
export function HeatTable({ caption, corner, labels, matrix, formatCount }: Props) {
  const largest = Math.max(1, ...matrix.flat());
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={classes.scroll} aria-label={caption} tabIndex={0}>
      <table className={classes.table}>
        <caption>
          <VisuallyHidden>{caption}</VisuallyHidden>
        </caption>
        <thead>
          <tr>
            <th>
              <VisuallyHidden>{corner}</VisuallyHidden>
            </th>
            {labels.map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, row) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {labels.map((answer, column) => (
                <Cell
                  key={answer}
                  right={row === column}
                  step={stepOf(matrix[row]?.[column] ?? 0, largest)}
                  text={formatCount(matrix[row]?.[column] ?? 0)}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ right, step, text }: { right: boolean; step: number; text: string }) {
  return (
    <td className={classes.cell} data-ramp={right ? "right" : "wrong"} data-step={step}>
      {text}
    </td>
  );
}
