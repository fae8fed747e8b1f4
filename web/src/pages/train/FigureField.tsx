import { IconPointFilled } from "@tabler/icons-react";
import { useState } from "react";
import { useChangeDraft } from "../../api/drafts";
import { Refusal } from "../../api/problem";
import type { Draft, Hyperparameters } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { Icon } from "../../ui/Icon";
import { Button, Stack } from "../../ui/primitives";
import { TextField } from "../../ui/TextField";
import classes from "./FigureField.module.css";
import { figureIn, figureOf } from "./figures";

interface Props {
  name: string;
  draft: Draft;
  /** What holds while nothing is written. */
  placeholder: string;
}

/** A number that may be other than in the way of training; the server judges it when it is left. */
export function FigureField({ name, draft, placeholder }: Props) {
  const { language } = useWords();
  const words = useOwnWords(TRAIN).way;
  const [label = name, help = ""] = words.fields[name] ?? [];
  const { [name]: chosen, ...others } = draft.hyperparameters;
  // Null while nobody writes: then it is what was chosen, here or elsewhere.
  const [text, setText] = useState<string | null>(null);
  const [odd, setOdd] = useState(false);
  const change = useChangeDraft(draft.id);
  function send(hyperparameters: Record<string, unknown>) {
    const onSuccess = () => setText((now) => (now === text ? null : now));
    change.mutate({ hyperparameters: hyperparameters as Hyperparameters }, { onSuccess });
  }

  function leave() {
    if (text === null) return;
    const value = figureIn(text);
    const empty = text.trim() === "";
    setOdd(!empty && value === undefined);
    if (empty && chosen !== undefined) send(others);
    else if (value !== undefined && value !== chosen) send({ ...others, [name]: value });
    else if (empty || value !== undefined) setText(null);
  }

  return (
    <Stack gap={4}>
      <TextField
        label={label}
        help={help}
        value={text ?? figureOf(chosen, language === "pt-BR")}
        onChange={setText}
        onBlur={leave}
        placeholder={placeholder}
        problem={odd ? words.notNumber : refusalAbout(name, change.error)}
        inputMode="decimal"
        autoComplete="off"
        optional
        exact
      />
      {chosen !== undefined && (
        <span className={classes.changed}>
          <Icon of={IconPointFilled} size={14} />
          {words.changed}
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={words.resetOf(label)}
            onClick={() => {
              setText(null);
              send(others);
            }}
          >
            {words.reset}
          </Button>
        </span>
      )}
    </Stack>
  );
}

/** What the server said about this field. */
function refusalAbout(name: string, error: Error | null): string | null {
  if (!(error instanceof Refusal)) return null;
  const items = error.problem.problems ?? [];
  const own = items.find(({ field }) => field === `hyperparameters.${name}`);
  return items.length === 0 ? error.message : (own?.sentence ?? null);
}
