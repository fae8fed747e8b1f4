import { IconCircle, IconCircleCheckFilled, IconCircleDotFilled } from "@tabler/icons-react";
import { Icon } from "./Icon";
import classes from "./PhaseList.module.css";
import { VisuallyHidden } from "./primitives";

export type PhaseState = "done" | "now" | "later";

interface Props {
  label: string;
  phases: { key: string; label: string }[];
  current: number;
  states: Record<PhaseState, string>;
}

const ICONS = { done: IconCircleCheckFilled, now: IconCircleDotFilled, later: IconCircle };

/** The steps of something long, with the one that it is in. */
export function PhaseList({ label, phases, current, states }: Props) {
  return (
    <ol className={classes.list} aria-label={label}>
      {phases.map((phase, index) => {
        const state: PhaseState = index < current ? "done" : index === current ? "now" : "later";
        return (
          <li
            key={phase.key}
            className={classes.phase}
            data-state={state}
            aria-current={state === "now" ? "step" : undefined}
          >
            <Icon of={ICONS[state]} size={18} />
            {phase.label}
            <VisuallyHidden>{`(${states[state]})`}</VisuallyHidden>
          </li>
        );
      })}
    </ol>
  );
}
