import { IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Icon } from "./Icon";
import { VisuallyHidden } from "./primitives";
import classes from "./Stepper.module.css";

export interface Step {
  key: string;
  label: string;
  /** The way there; left out while it cannot be gone to. */
  link?: ((content: ReactNode) => ReactNode) | undefined;
}

interface Props {
  label: string;
  steps: Step[];
  /** The key of the one that is shown. */
  now: string;
  /** Said of those before it. */
  done: string;
}

/** Where somebody is on a way of a few steps, and the way back. */
export function Stepper({ label, steps, now, done }: Props) {
  const at = steps.findIndex(({ key }) => key === now);
  return (
    <nav aria-label={label} className={classes.stepper} data-screen-only>
      <ol>
        {steps.map(({ key, label: name, link }, place) => {
          const content = (
            <>
              <span className={classes.number} aria-hidden>
                {place < at ? <Icon of={IconCheck} size={16} /> : place + 1}
              </span>
              <span className={classes.name}>{name}</span>
              {place < at && <VisuallyHidden>{done}</VisuallyHidden>}
            </>
          );
          const state = place < at ? "done" : place === at ? "now" : "later";
          return (
            <li key={key} data-state={state} aria-current={state === "now" ? "step" : undefined}>
              {link && state !== "now" ? link(content) : <span className={classes.place}>{content}</span>}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
