import { IconAlertTriangle } from "@tabler/icons-react";
import classes from "./BarRow.module.css";
import { Icon } from "./Icon";

export interface Bar {
  label: string;
  /** The figures in words; the bar itself says nothing more. */
  text: string;
  /** From 0 to 1. */
  share: number;
  /** Why the bar stands out, or null. */
  warning: string | null;
  /** More about that, below the bar. */
  why?: string;
  /** Whether the bar is only there to be compared with. */
  quiet?: boolean;
}

/** Shares side by side. */
export function BarList({ bars }: { bars: Bar[] }) {
  return (
    <ul className={classes.list}>
      {bars.map((bar) => (
        <BarRow key={bar.label} {...bar} />
      ))}
    </ul>
  );
}

function BarRow({ label, text, share, warning, why, quiet = false }: Bar) {
  return (
    <li>
      <div className={classes.words}>
        <span className={classes.label}>{label}</span>
        <span className={classes.text}>
          {text}
          {warning && (
            <span className={classes.weak}>
              <Icon of={IconAlertTriangle} size={16} />
              {warning}
            </span>
          )}
        </span>
      </div>
      <div className={classes.track} aria-hidden>
        <div
          className={classes.fill}
          data-weak={warning !== null}
          data-quiet={quiet}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      {why && <p className={classes.why}>{why}</p>}
    </li>
  );
}
