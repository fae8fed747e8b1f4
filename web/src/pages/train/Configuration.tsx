import { useId, useState } from "react";
import { useChangeDraft } from "../../api/drafts";
import { Refusal } from "../../api/problem";
import type { Draft, Hyperparameters } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { Button, Stack, Text } from "../../ui/primitives";
import classes from "./Configuration.module.css";

/** Every hyperparameter that is other than the preset's, as text; the server judges it. */
export function Configuration({ draft, onKept }: { draft: Draft; onKept: () => void }) {
  const words = useOwnWords(TRAIN).way;
  const id = useId();
  const change = useChangeDraft(draft.id);
  const [text, setText] = useState(JSON.stringify(draft.hyperparameters, null, 2));
  const [broken, setBroken] = useState(false);

  function save() {
    const value = objectIn(text);
    setBroken(value === null);
    if (value !== null) change.mutate({ hyperparameters: value as Hyperparameters }, { onSuccess: onKept });
  }

  const problems = broken ? [words.jsonBroken] : saidIn(change.error);
  return (
    <Stack gap="sm">
      <label htmlFor={id}>{words.jsonLabel}</label>
      <Text size="sm" c="dimmed">
        {words.jsonHelp}
      </Text>
      <textarea
        id={id}
        className={classes.text}
        rows={10}
        spellCheck={false}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        aria-invalid={problems.length > 0}
      />
      <div role="alert" className={classes.problems}>
        {problems.map((problem) => (
          <p key={problem}>{problem}</p>
        ))}
      </div>
      <div>
        <Button variant="default" loading={change.isPending} onClick={save}>
          {words.jsonSave}
        </Button>
      </div>
      {change.isSuccess && !broken && <Text role="status">{words.jsonSaved}</Text>}
    </Stack>
  );
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text || "{}");
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

function saidIn(error: Error | null): string[] {
  if (!(error instanceof Refusal)) return [];
  const items = error.problem.problems ?? [];
  if (items.length === 0) return [error.message];
  return items.map(({ field, sentence }) => (field ? `${field}: ${sentence}` : sentence));
}
