import { useState } from "react";
import type { Action, CheckCode, Step } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { REPORT } from "../../i18n/report";
import { Button } from "../../ui/primitives";
import { Select } from "../../ui/Select";
import classes from "./FindingCard.module.css";

interface Props {
  action: Action;
  check: CheckCode;
  onApply: (step: Step) => void;
  busy: boolean;
}

/** What can be done about a finding, said before it is done. */
export function ActionRow({ action, check, onApply, busy }: Props) {
  if (action.step.op === "merge_labels")
    return <Merge {...{ check, onApply, busy }} step={action.step} sentence={action.sentence} />;
  return <Plain {...{ action, onApply, busy }} />;
}

function Plain({ action, onApply, busy }: Omit<Props, "check">) {
  const words = useOwnWords(REPORT);
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        {action.sentence} {action.rows > 0 && <span>{words.changes(action.rows)}</span>}
      </div>
      <Button variant="default" disabled={busy} onClick={() => onApply(action.step)}>
        {words.steps[action.step.op]}
      </Button>
    </li>
  );
}

type MergeStep = Extract<Step, { op: "merge_labels" }>;

interface MergeProps extends Omit<Props, "action"> {
  step: MergeStep;
  sentence: string;
}

/** Spellings of what may be one label: which name stays, or that they are different after all. */
function Merge({ step, sentence, check, onApply, busy }: MergeProps) {
  const words = useOwnWords(REPORT);
  const [into, setInto] = useState(step.into);
  const names = [...new Set([step.into, ...step.labels])];
  return (
    <li className={classes.row}>
      <div className={classes.what}>{sentence}</div>
      <Select
        label={`${words.keepName}: ${sentence}`}
        value={into}
        choices={names.map((value) => ({ value, label: value }))}
        onChoose={setInto}
      />
      <Button disabled={busy} onClick={() => onApply({ ...step, into })}>
        {words.steps.merge_labels}
      </Button>
      <Button
        variant="default"
        disabled={busy}
        onClick={() => onApply({ op: "keep", check, labels: step.labels })}
      >
        {words.differ}
      </Button>
    </li>
  );
}
