import { useState } from "react";
import { useMakeToken } from "../../api/account";
import { useAdministrates } from "../../api/session";
import type { Scope } from "../../api/types";
import type { AccountWords } from "../../i18n/account";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Group } from "../../ui/primitives";
import { Form } from "../../ui/Section";
import { choicesOf, Select } from "../../ui/Select";
import { TextField } from "../../ui/TextField";

interface Props {
  words: AccountWords["tokens"];
  onMade: (token: string) => void;
  onCancel: () => void;
}

/** Each may all that the ones before it may. */
const ALLOWED: Record<Scope, Scope[]> = {
  read: ["read"],
  write: ["read", "write"],
  admin: ["read", "write", "admin"],
};

type Days = keyof AccountWords["tokens"]["days"];

/** Asks what the code is for, what it may do and how long. */
export function NewToken({ words, onMade, onCancel }: Props) {
  const administrates = useAdministrates();
  const make = useMakeToken();
  const [name, setName] = useState("");
  const [may, setMay] = useState<Scope>("read");
  const [days, setDays] = useState<Days>("90");
  const [tried, setTried] = useState(false);
  const scopes = choicesOf<Scope>(words.choices).filter(({ value }) => administrates || value !== "admin");

  function submit() {
    setTried(true);
    if (name.trim() === "") return;
    const wish = { name: name.trim(), scopes: ALLOWED[may], expires_in_days: Number(days) };
    make.mutate(wish, { onSuccess: ({ token }) => onMade(token) });
  }

  return (
    <Form onSubmit={submit}>
      {make.error && <ErrorCard error={make.error} />}
      <TextField
        label={words.name}
        help={words.nameHelp}
        value={name}
        onChange={setName}
        problem={tried && name.trim() === "" ? words.nameEmpty : null}
        autoComplete="off"
      />
      <Select labelled label={words.may} value={may} choices={scopes} onChoose={setMay} />
      <Select
        labelled
        label={words.life}
        value={days}
        choices={choicesOf<Days>(words.days)}
        onChoose={setDays}
      />
      <Group gap="sm">
        <Button type="submit" loading={make.isPending}>
          {words.submit}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {words.cancel}
        </Button>
      </Group>
    </Form>
  );
}
