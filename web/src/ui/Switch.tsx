import { type ReactNode, useId } from "react";
import classes from "./Switch.module.css";

interface Props {
  label: ReactNode;
  /** What being on means. */
  help?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

/** On or off, at once. */
export function Switch({ label, help, checked, onChange }: Props) {
  const id = useId();
  return (
    <div>
      <label className={classes.label}>
        <input
          type="checkbox"
          role="switch"
          className={classes.input}
          checked={checked}
          aria-checked={checked}
          aria-describedby={help ? id : undefined}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        {label}
      </label>
      {help && (
        <p id={id} className={classes.help}>
          {help}
        </p>
      )}
    </div>
  );
}
