import { IconFileAlert } from "@tabler/icons-react";
import { useState } from "react";
import type { Sheet } from "../../api/classifications";
import { Refusal } from "../../api/problem";
import { CLASSIFYING } from "../../i18n/classifying";
import { useOwnWords } from "../../i18n/own";
import { AlertCard } from "../../ui/AlertCard";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Stack } from "../../ui/primitives";
import { Select } from "../../ui/Select";
import { choosable } from "./choosable";

interface Props {
  error: Error;
  sheet: Sheet;
  onSend: (sheet: Sheet) => void;
}

/** Why a sheet was refused; where a choice would mend it, the choice. */
export function SheetRefused({ error, sheet, onSend }: Props) {
  const words = useOwnWords(CLASSIFYING).classify;
  const choice = choosable(error);
  if (!(error instanceof Refusal) || !error.problem.problems?.length) return <ErrorCard error={error} />;
  return (
    <AlertCard tone="warning" icon={IconFileAlert} title={words.refused} role="alert">
      <Stack gap="sm">
        <div>
          {error.problem.problems.map(({ code, sentence }) => (
            <p key={code}>{sentence}</p>
          ))}
        </div>
        {choice.columns.length > 0 && (
          <Choice
            label={words.column}
            names={choice.columns}
            onChoose={(column) => onSend({ ...sheet, column })}
          />
        )}
        {choice.sheets.length > 0 && (
          <Choice
            label={words.sheet}
            names={choice.sheets}
            onChoose={(name) => onSend({ ...sheet, sheet: name })}
          />
        )}
      </Stack>
    </AlertCard>
  );
}

interface ChoiceProps {
  label: string;
  names: string[];
  onChoose: (name: string) => void;
}

function Choice({ label, names, onChoose }: ChoiceProps) {
  const words = useOwnWords(CLASSIFYING).classify;
  const [chosen, setChosen] = useState("");
  const choices = names.map((name) => ({ value: name, label: name }));
  return (
    <Stack gap="sm" align="flex-start">
      <Select
        labelled
        label={label}
        value={chosen}
        choices={[{ value: "", label: words.choose }, ...choices]}
        onChoose={setChosen}
      />
      <Button disabled={chosen === ""} onClick={() => onChoose(chosen)}>
        {words.again}
      </Button>
    </Stack>
  );
}
