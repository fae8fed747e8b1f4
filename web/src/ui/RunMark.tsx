import { MARKS } from "./marks";
import classes from "./RunMark.module.css";

/** The letter and the colour of the run in that place. */
export function RunMark({ place }: { place: number }) {
  const mark = MARKS[place];
  if (!mark) return null;
  return (
    <span className={classes.mark} style={{ "--mark": `var(${mark.color})` } as React.CSSProperties}>
      {mark.letter}
    </span>
  );
}
