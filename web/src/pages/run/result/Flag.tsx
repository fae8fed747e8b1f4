import { IconFlag } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useForgetCorrection, useNoteCorrection } from "../../../api/mistakes";
import type { CorrectionList, Mistake } from "../../../api/types";
import { useResultWords } from "../../../i18n/result";
import { Chip } from "../../../ui/Chip";
import { ErrorCard } from "../../../ui/ErrorCard";
import { Icon } from "../../../ui/Icon";
import { Button } from "../../../ui/primitives";
import { Select } from "../../../ui/Select";
import classes from "./Mistakes.module.css";

interface Props {
  mistake: Mistake;
  datasetId: string;
  /** The categories to choose the right one from; without any, a row can only be left out. */
  labels: string[];
  noted: CorrectionList["items"][number] | undefined;
}

/** Says that the sheet is wrong about a row, and what is right. */
export function Flag(props: Props) {
  const [asking, setAsking] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const state = props.noted ? "noted" : asking ? "asking" : "silent";
  const before = useRef(state);
  useEffect(() => {
    // What was pressed is gone: the focus stays in its place.
    if (before.current !== state) place.current?.focus({ preventScroll: true });
    if (state === "noted") setAsking(false);
    before.current = state;
  }, [state]);
  return (
    <div ref={place} tabIndex={-1} className={classes.place}>
      {props.noted && <Noted {...props} noted={props.noted} />}
      {state === "asking" && <Question {...props} onDone={() => setAsking(false)} />}
      {state === "silent" && <Raise row={props.mistake.row} onRaise={() => setAsking(true)} />}
    </div>
  );
}

function Raise({ row, onRaise }: { row: number; onRaise: () => void }) {
  const words = useResultWords().mistakes;
  return (
    <div className={classes.flag}>
      <Button
        variant="default"
        leftSection={<Icon of={IconFlag} />}
        aria-label={words.flagOf(row)}
        onClick={onRaise}
      >
        {words.flag}
      </Button>
    </div>
  );
}

function Noted({ mistake, datasetId, noted }: Props & { noted: NonNullable<Props["noted"]> }) {
  const words = useResultWords().mistakes;
  const forget = useForgetCorrection(datasetId);
  return (
    <div className={classes.flag}>
      {forget.error && <ErrorCard error={forget.error} />}
      <Chip
        tone="brand"
        icon={IconFlag}
        label={noted.label === null ? words.markedDrop : words.marked(noted.label)}
      />
      <Button
        variant="subtle"
        aria-label={words.undoOf(mistake.row)}
        loading={forget.isPending}
        onClick={() => forget.mutate(mistake.row)}
      >
        {words.undo}
      </Button>
    </div>
  );
}

function Question({ mistake, datasetId, labels, onDone }: Props & { onDone: () => void }) {
  const words = useResultWords().mistakes;
  const { row, predicted } = mistake;
  const [label, setLabel] = useState(predicted[0] ?? "");
  const note = useNoteCorrection(datasetId);
  const mark = (right: string | null) => note.mutate({ row, label: right });
  return (
    <fieldset className={classes.ask}>
      <legend>{words.ask(row)}</legend>
      {note.error && <ErrorCard error={note.error} />}
      <div className={classes.flag}>
        {labels.length > 0 && (
          <>
            <Select
              label={words.right}
              value={label}
              choices={labels.map((one) => ({ value: one, label: one }))}
              onChoose={setLabel}
              labelled
            />
            <Button loading={note.isPending} onClick={() => mark(label)}>
              {words.mark}
            </Button>
          </>
        )}
        <Button variant="default" disabled={note.isPending} onClick={() => mark(null)}>
          {words.drop}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {words.cancel}
        </Button>
      </div>
    </fieldset>
  );
}
