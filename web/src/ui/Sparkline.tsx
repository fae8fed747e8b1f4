import classes from "./Sparkline.module.css";

export interface Point {
  /** From 0, long ago, to 1, now. */
  at: number;
  /** From 0 to 1. */
  value: number;
}

const [WIDTH, HEIGHT] = [100, 24];
/** Fewer are a speck, not a line. */
const ENOUGH = 3;

/** How a figure went lately, beside the figure itself, which says it in words; nothing at first. */
export function Sparkline({ points }: { points: Point[] }) {
  if (points.length < ENOUGH) return null;
  const drawn = points.map(({ at, value }) => `${at * WIDTH},${HEIGHT - value * HEIGHT}`);
  return (
    <svg
      className={classes.line}
      viewBox={`0 -1 ${WIDTH} ${HEIGHT + 2}`}
      preserveAspectRatio="none"
      aria-hidden
      focusable={false}
    >
      <polyline points={drawn.join(" ")} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
