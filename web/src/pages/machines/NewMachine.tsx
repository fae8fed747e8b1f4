import { useState } from "react";
import { useRegisterMachine } from "../../api/machines";
import type { Registration } from "../../api/types";
import { MACHINES } from "../../i18n/machines";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Group } from "../../ui/primitives";
import { Form, Section } from "../../ui/Section";
import { TextField } from "../../ui/TextField";

interface Props {
  onMade: (made: Registration) => void;
  onCancel: () => void;
}

const POOL = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Asks what the machine is called and whose queue it serves. */
export function NewMachine({ onMade, onCancel }: Props) {
  const words = useOwnWords(MACHINES);
  const register = useRegisterMachine();
  const [name, setName] = useState("");
  const [pool, setPool] = useState("default");
  const [tried, setTried] = useState(false);
  const [noName, oddPool] = [name.trim() === "", !POOL.test(pool)];

  function submit() {
    setTried(true);
    if (!noName && !oddPool) register.mutate({ name: name.trim(), pool }, { onSuccess: onMade });
  }

  return (
    <Section title={words.add} lead={words.newLead}>
      <Form onSubmit={submit}>
        {register.error && <ErrorCard error={register.error} />}
        <TextField
          label={words.name}
          help={words.nameHelp}
          value={name}
          onChange={setName}
          problem={tried && noName ? words.nameEmpty : null}
          autoComplete="off"
        />
        <TextField
          label={words.pool}
          help={words.poolHelp}
          value={pool}
          onChange={setPool}
          problem={tried && oddPool ? words.poolOdd : null}
          autoComplete="off"
          exact
        />
        <Group gap="sm">
          <Button type="submit" loading={register.isPending}>
            {words.submit}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {words.cancel}
          </Button>
        </Group>
      </Form>
    </Section>
  );
}
