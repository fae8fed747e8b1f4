import { useEffect, useRef, useState } from "react";
import { useRenameRun } from "../../api/runs";
import type { RunDetails } from "../../api/types";
import { LIVE } from "../../i18n/live";
import { useOwnWords } from "../../i18n/own";
import { useAnnounce } from "../../ui/Announcer";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Group } from "../../ui/primitives";
import { Form } from "../../ui/Section";
import { TextField } from "../../ui/TextField";

/** Asks what the run is to be called; Escape leaves it as it is. */
export function RenameRun({ run, onDone }: { run: RunDetails; onDone: () => void }) {
  const words = useOwnWords(LIVE).rename;
  const rename = useRenameRun(run.id);
  const announce = useAnnounce();
  const [name, setName] = useState(run.name);
  const field = useRef<HTMLInputElement>(null);
  const empty = name.trim() === "";
  useEffect(() => field.current?.select(), []);

  function submit() {
    if (empty) return field.current?.focus();
    const chosen = name.trim();
    rename.mutate(chosen, {
      onSuccess: () => {
        announce(words.done(chosen));
        onDone();
      },
    });
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button beside the field does what Escape does.
    <div onKeyDown={({ key }) => key === "Escape" && onDone()}>
      <Form onSubmit={submit}>
        {rename.error && <ErrorCard error={rename.error} />}
        <TextField
          ref={field}
          label={words.name}
          value={name}
          onChange={setName}
          problem={empty ? words.empty : null}
          autoComplete="off"
        />
        <Group gap="sm">
          <Button type="submit" loading={rename.isPending}>
            {words.save}
          </Button>
          <Button variant="default" onClick={onDone}>
            {words.cancel}
          </Button>
        </Group>
      </Form>
    </div>
  );
}
