import type { ReactNode } from "react";
import classes from "./DotRow.module.css";
import { lanesOf, NEAR } from "./lanes";
import { RunMark } from "./RunMark";
import { useWide } from "./useWide";

const LANE_PIXELS = 26;

interface Props {
  label: string;
  /** What stands beside the label. */
  note: string;
  dots: {
    /** The run's place, by which its mark is chosen. */
    place: number;
    /** From 0 to 1. */
    share: number;
    /** The same in words. */
    text: string;
  }[];
}

/** One row below the other. */
export function DotRows({ children }: { children: ReactNode }) {
  return <ul className={classes.rows}>{children}</ul>;
}

/** Where several runs lie between nothing and all; the figures are written beside it. */
export function DotRow({ label, note, dots }: Props) {
  const near = useWide() ? NEAR.wide : NEAR.narrow;
  const lanes = lanesOf(
    dots.map(({ share }) => share),
    near,
  );
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <span className={classes.label}>{label}</span>
        <span className={classes.note}>{note}</span>
        <span className={classes.figures}>
          {dots.map(({ place, text }) => (
            <span key={place} className={classes.figure}>
              <RunMark place={place} />
              {text}
            </span>
          ))}
        </span>
      </div>
      <div
        className={classes.track}
        style={{ height: (Math.max(0, ...lanes) + 1) * LANE_PIXELS }}
        aria-hidden
      >
        {dots.map(({ place, share }, at) => (
          <span
            key={place}
            className={classes.dot}
            style={{ insetInlineStart: `${share * 100}%`, top: (lanes[at] ?? 0) * LANE_PIXELS }}
          >
            <RunMark place={place} />
          </span>
        ))}
      </div>
    </li>
  );
}
