import { useEffect, useRef, useState } from "react";
import { ErrorCard } from "./ErrorCard";
import { Button, Group } from "./primitives";
import { Form } from "./Section";
import { TextField } from "./TextField";

export interface NameWords {
  name: string;
  help?: string;
  empty: string;
  save: string;
  cancel: string;
}

interface Props {
  /** What it is called now. */
  name: string;
  words: NameWords;
  saving: boolean;
  error: Error | null;
  onSave: (name: string) => void;
  onCancel: () => void;
}

/** Asks what something is to be called; Escape leaves it as it is. */
export function NameForm({ name: before, words, saving, error, onSave, onCancel }: Props) {
  const [name, setName] = useState(before);
  const field = useRef<HTMLInputElement>(null);
  const empty = name.trim() === "";
  useEffect(() => field.current?.select(), []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button beside the field does what Escape does.
    <div onKeyDown={({ key }) => key === "Escape" && onCancel()}>
      <Form onSubmit={() => (empty ? field.current?.focus() : onSave(name.trim()))}>
        {error && <ErrorCard error={error} />}
        <TextField
          ref={field}
          label={words.name}
          help={words.help}
          value={name}
          onChange={setName}
          problem={empty ? words.empty : null}
          autoComplete="off"
        />
        <Group gap="sm">
          <Button type="submit" loading={saving}>
            {words.save}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {words.cancel}
          </Button>
        </Group>
      </Form>
    </div>
  );
}
