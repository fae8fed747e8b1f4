import { useId } from "react";
import classes from "./Slider.module.css";

interface Props {
  label: string;
  value: number;
  /** From 0 to this, in whole steps. */
  most: number;
  /** What the value means, for those who hear it. */
  said: string;
  /** What stands at either end. */
  ends: [string, string];
  onChange: (value: number) => void;
  /** Once the choice rests: a key or a finger is lifted. */
  onRest: () => void;
}

/** One of some steps, chosen by what comes of it: the browser's own slider. */
export function Slider({ label, value, most, said, ends, onChange, onRest }: Props) {
  const id = useId();
  return (
    <div className={classes.slider} data-screen-only>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={0}
        max={most}
        step={1}
        value={value}
        aria-valuetext={said}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
        onPointerUp={onRest}
        onKeyUp={onRest}
      />
      <div className={classes.ends} aria-hidden>
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </div>
    </div>
  );
}
