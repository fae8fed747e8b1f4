import classes from "./ProgressBar.module.css";

interface Props {
  label: string;
  /** From 0 to 1; null while nobody can know. */
  fraction: number | null;
  /** The value in words, such as "43% done · Round 2 of 5". */
  text: string;
}

/** How far something is. */
export function ProgressBar({ label, fraction, text }: Props) {
  const percent = fraction === null ? undefined : Math.round(fraction * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
      className={fraction === null ? `${classes.track} ${classes.unknown}` : classes.track}
    >
      {fraction !== null && <div className={classes.fill} style={{ width: `${fraction * 100}%` }} />}
    </div>
  );
}
