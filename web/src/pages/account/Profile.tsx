import { useState } from "react";
import { useChangeProfile } from "../../api/account";
import type { Session } from "../../api/types";
import { LANGUAGES, useWords } from "../../i18n";
import { ACCOUNT } from "../../i18n/account";
import { useOwnWords } from "../../i18n/own";
import { useAnnounce } from "../../ui/Announcer";
import { ErrorCard } from "../../ui/ErrorCard";
import { FactLine } from "../../ui/FactList";
import { Button, Text } from "../../ui/primitives";
import { Form, Section } from "../../ui/Section";
import { choicesOf, Select } from "../../ui/Select";
import { TextField } from "../../ui/TextField";

/** Name and language; the language also holds for what the installation sends. */
export function Profile({ person }: { person: Session }) {
  const { language, setLanguage } = useWords();
  const words = useOwnWords(ACCOUNT).profile;
  const announce = useAnnounce();
  const change = useChangeProfile();
  const [name, setName] = useState(person.name);

  function save() {
    if (name.trim() === "") return;
    change.mutate({ name: name.trim(), language }, { onSuccess: () => announce(words.saved) });
  }

  return (
    <Section title={words.title}>
      {person.login === null ? (
        <Text c="dimmed">{words.noLogin}</Text>
      ) : (
        <FactLine facts={[{ name: words.login, value: person.login }]} />
      )}
      <Form onSubmit={save}>
        {change.error && <ErrorCard error={change.error} />}
        <TextField label={words.name} value={name} onChange={setName} autoComplete="name" />
        <Select
          labelled
          label={words.language}
          value={language}
          choices={choicesOf(LANGUAGES)}
          onChoose={setLanguage}
        />
        <div>
          <Button type="submit" loading={change.isPending}>
            {words.save}
          </Button>
        </div>
        {change.isSuccess && <Text c="dimmed">{words.saved}</Text>}
      </Form>
    </Section>
  );
}
