import type { ReactNode } from "react";
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
  /** Makes every mistake that was made a button. */
  picking?: Picking;
}

export interface Picking {
  /** What a button does, by the places of the truth and of the answer. */
  label: (truth: number, answer: number) => string;
  isPicked: (truth: number, answer: number) => boolean;
  onPick: (truth: number, answer: number) => void;
}

/** A confusion matrix: a real table whose shades only repeat what its figures say. */
export function HeatTable({ caption, corner, labels, matrix, formatCount, picking }: Props) {
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
                <Cell key={answer} right={row === column} step={stepOf(matrix[row]?.[column] ?? 0, largest)}>
                  <Count
                    text={formatCount(matrix[row]?.[column] ?? 0)}
                    picking={matrix[row]?.[column] && row !== column ? picking : undefined}
                    truth={row}
                    answer={column}
                  />
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ right, step, children }: { right: boolean; step: number; children: ReactNode }) {
  return (
    <td className={classes.cell} data-ramp={right ? "right" : "wrong"} data-step={step}>
      {children}
    </td>
  );
}

interface CountProps {
  text: string;
  picking: Picking | undefined;
  truth: number;
  answer: number;
}

function Count({ text, picking, truth, answer }: CountProps) {
  if (!picking) return text;
  return (
    <button
      type="button"
      className={classes.pick}
      data-figure
      aria-label={picking.label(truth, answer)}
      aria-pressed={picking.isPicked(truth, answer)}
      onClick={() => picking.onPick(truth, answer)}
    >
      {text}
    </button>
  );
}
