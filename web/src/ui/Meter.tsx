import { useId } from "react";
import classes from "./Meter.module.css";
import { type Point, Sparkline } from "./Sparkline";

interface Props {
  label: string;
  /** From 0 to 1. */
  value: number;
  /** The value in words, such as "4.1 of 12 GB". */
  text: string;
  /** Of the last minute, oldest first. */
  history?: Point[];
  /** Marks a value that deserves attention; the words beside it say so too. */
  high?: boolean;
}

/** How much of something is in use now; it is not announced, for it changes all the time. */
export function Meter({ label, value, text, history, high = false }: Props) {
  const name = useId();
  return (
    <div className={classes.meter}>
      <div className={classes.words}>
        <span id={name}>{label}</span>
        <span className={classes.text}>{text}</span>
      </div>
      <div
        role="meter"
        aria-labelledby={name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(value * 100)}
        aria-valuetext={text}
        className={classes.track}
      >
        <div className={classes.fill} data-high={high} style={{ width: `${value * 100}%` }} />
      </div>
      {history && <Sparkline points={history} />}
    </div>
  );
}
