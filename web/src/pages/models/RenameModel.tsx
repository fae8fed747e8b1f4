import { useEffect, useRef, useState } from "react";
import { useChangeModel } from "../../api/models";
import type { Model } from "../../api/types";
import { MODELS } from "../../i18n/models";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Group } from "../../ui/primitives";
import { Form } from "../../ui/Section";
import { TextField } from "../../ui/TextField";

/** Asks what the model is to be called. */
export function RenameModel({ model, onDone }: { model: Model; onDone: () => void }) {
  const words = useOwnWords(MODELS);
  const change = useChangeModel(model.id);
  const [name, setName] = useState(model.name);
  const field = useRef<HTMLInputElement>(null);
  const empty = name.trim() === "";
  useEffect(() => field.current?.focus(), []);

  function submit() {
    if (!empty) change.mutate({ name: name.trim() }, { onSuccess: onDone });
  }

  return (
    <Form onSubmit={submit}>
      {change.error && <ErrorCard error={change.error} />}
      <TextField
        ref={field}
        label={words.name}
        help={words.nameHelp}
        value={name}
        onChange={setName}
        problem={empty ? words.nameEmpty : null}
        autoComplete="off"
      />
      <Group gap="sm">
        <Button type="submit" loading={change.isPending}>
          {words.save}
        </Button>
        <Button variant="default" onClick={onDone}>
          {words.cancel}
        </Button>
      </Group>
    </Form>
  );
}
