import type { ReactNode } from "react";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { Button } from "../../ui/primitives";
import { ButtonLink } from "../../ui/TextLink";
import type { StepName } from "./steps";
import classes from "./WayOn.module.css";

interface Props {
  draftId: string;
  back: StepName;
  next?: StepName;
  /** Whether what comes next has to wait. */
  wait?: boolean;
  /** Instead of the way to the next step. */
  children?: ReactNode;
}

/** Back and on, at the end of a step. */
export function WayOn({ draftId, back, next, wait = false, children }: Props) {
  const words = useOwnWords(TRAIN);
  return (
    <div className={classes.way} data-screen-only>
      <ButtonLink to="/treinar/$draft/$step" params={{ draft: draftId, step: back }} variant="default">
        {words.back}
      </ButtonLink>
      {children}
      {next &&
        (wait ? (
          <Button disabled>{words.next}</Button>
        ) : (
          <ButtonLink to="/treinar/$draft/$step" params={{ draft: draftId, step: next }}>
            {words.next}
          </ButtonLink>
        ))}
    </div>
  );
}
