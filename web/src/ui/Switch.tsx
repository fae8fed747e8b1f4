import { type ReactNode, useId } from "react";
import classes from "./Switch.module.css";
import { useChosen } from "./useChosen";

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
  const [shown, choose] = useChosen(checked, onChange);
  return (
    <div>
      <label className={classes.label}>
        <input
          type="checkbox"
          role="switch"
          className={classes.input}
          checked={shown}
          aria-checked={shown}
          aria-describedby={help ? id : undefined}
          onChange={(event) => choose(event.currentTarget.checked)}
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
