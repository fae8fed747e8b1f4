import { useState } from "react";
import { useChangeRetention } from "../../api/retention";
import type { Retention } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { RETENTION, type RetentionWords } from "../../i18n/retention";
import { useAnnounce } from "../../ui/Announcer";
import { ErrorCard } from "../../ui/ErrorCard";
import { FieldGrid } from "../../ui/FieldGrid";
import { NumberField } from "../../ui/NumberField";
import { Button, Group, Text } from "../../ui/primitives";
import { Form, Section } from "../../ui/Section";
import { BOUNDS, changesIn, FIELDS, isOdd, type Written, writtenOf } from "./bounds";

interface Props {
  policy: Retention;
  defaults: Retention;
}

/** How long each kind of thing is kept. */
export function PolicyForm({ policy, defaults }: Props) {
  const { format } = useWords();
  const words = useOwnWords(RETENTION);
  const announce = useAnnounce();
  const change = useChangeRetention();
  const [written, setWritten] = useState<Written>(() => writtenOf(policy));
  const [said, setSaid] = useState("");

  function tell(sentence: string) {
    setSaid(sentence);
    announce(sentence);
  }

  function submit() {
    const changes = changesIn(written, policy);
    if (FIELDS.some((name) => isOdd(name, written[name]))) return;
    if (Object.keys(changes).length === 0) return tell(words.unchanged);
    change.mutate(changes, { onSuccess: () => tell(words.saved(format.time(new Date()))) });
  }

  return (
    <Section title={words.policy}>
      <Form onSubmit={submit} wide>
        {change.error && <ErrorCard error={change.error} />}
        <FieldGrid>
          {FIELDS.map((name) => (
            <Field
              key={name}
              name={name}
              written={written[name]}
              usual={defaults[name]}
              words={words}
              onWrite={(value) => setWritten({ ...written, [name]: value })}
            />
          ))}
        </FieldGrid>
        <Group gap="sm">
          <Button type="submit" loading={change.isPending}>
            {words.save}
          </Button>
          <Text c="dimmed">{said}</Text>
        </Group>
      </Form>
    </Section>
  );
}

interface FieldProps {
  name: keyof Retention;
  written: string;
  usual: number;
  words: RetentionWords;
  onWrite: (value: string) => void;
}

function Field({ name, written, usual, words, onWrite }: FieldProps) {
  const { least, most } = BOUNDS[name];
  return (
    <NumberField
      label={words.fields[name]}
      help={words.bounds(least, most, usual, name.endsWith("_days"))}
      value={written}
      onChange={onWrite}
      problem={isOdd(name, written) ? words.odd(least, most) : null}
    />
  );
}
