import type { StepShown } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { REPORT } from "../../i18n/report";
import { Button, Text } from "../../ui/primitives";
import classes from "./Fixes.module.css";

interface Props {
  /** Of the newest version, in their order. */
  steps: StepShown[];
  /** Makes a version without one of them; left out where nothing may be changed. */
  onUndo?: ((at: number) => void) | undefined;
  busy?: boolean;
}

/** What was changed about a sheet, each change to be taken back. */
export function Fixes({ steps, onUndo, busy = false }: Props) {
  const words = useOwnWords(REPORT);
  return (
    <>
      <Text c="dimmed">{words.appliedHelp}</Text>
      <ul className={classes.list}>
        {steps.map(({ step, sentence }, at) => (
          <li key={JSON.stringify(step)}>
            <span>{sentence}</span>
            {onUndo && (
              <Button
                variant="default"
                disabled={busy}
                aria-label={words.undoOf(sentence)}
                onClick={() => onUndo(at)}
              >
                {words.undo}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
