import classes from "./Clipped.module.css";

/** A long text, a few lines of it; all of it on hover, and always to a screen reader. */
export function Clipped({ text }: { text: string }) {
  return (
    <span className={classes.clipped} title={text}>
      {text}
    </span>
  );
}
