import { type Ref, useId } from "react";
import classes from "./TextArea.module.css";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  problem?: string | null;
  ref?: Ref<HTMLTextAreaElement>;
}

/** Several lines of text; it grows with what is written as far as the browser knows how. */
export function TextArea({ label, value, onChange, problem, ref }: Props) {
  const [field, wrong] = [useId(), useId()];
  return (
    <div>
      <label htmlFor={field} className={classes.label}>
        {label}
      </label>
      <textarea
        ref={ref}
        id={field}
        className={classes.box}
        rows={5}
        value={value}
        aria-invalid={Boolean(problem)}
        aria-describedby={problem ? wrong : undefined}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {problem && (
        <p id={wrong} className={classes.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}
