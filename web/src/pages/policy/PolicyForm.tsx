import { useState } from "react";
import { useWords } from "../../i18n";
import { useAnnounce } from "../../ui/Announcer";
import { ErrorCard } from "../../ui/ErrorCard";
import { FieldGrid } from "../../ui/FieldGrid";
import { NumberField } from "../../ui/NumberField";
import { Button, Group, Text } from "../../ui/primitives";
import { Form, Section } from "../../ui/Section";
import { changesIn, type Fields, type Figures, isOdd, namesOf, writtenOf } from "./fields";

interface Words {
  save: string;
  saved: (time: string) => string;
  unchanged: string;
}

/** What is said of one field. */
interface Said {
  label: string;
  unit?: string;
  help: string;
  odd: string;
}

interface Change<Name extends string> {
  mutate: (figures: Partial<Figures<Name>>, then: { onSuccess: () => void }) => void;
  error: Error | null;
  isPending: boolean;
}

interface Props<Name extends string> {
  title: string;
  lead?: string;
  fields: Fields<Name>;
  figures: Figures<Name>;
  words: Words;
  said: (name: Name) => Said;
  change: Change<Name>;
  /** Puts other figures into the fields. */
  reset?: { label: string; to: Figures<Name> };
}

/** The figures of a policy, each with its bounds and what is usual, changed together. */
export function PolicyForm<Name extends string>({
  title,
  lead,
  fields,
  figures,
  words,
  said,
  change,
  reset,
}: Props<Name>) {
  const { format } = useWords();
  const announce = useAnnounce();
  const [written, setWritten] = useState(() => writtenOf(fields, figures));
  const [told, setTold] = useState("");
  const names = namesOf(fields);

  function tell(sentence: string) {
    setTold(sentence);
    announce(sentence);
  }

  function submit() {
    const changes = changesIn(fields, written, figures);
    if (names.some((name) => isOdd(fields[name], written[name]))) return;
    if (Object.keys(changes).length === 0) return tell(words.unchanged);
    change.mutate(changes, { onSuccess: () => tell(words.saved(format.time(new Date()))) });
  }

  return (
    <Section title={title} {...(lead && { lead })}>
      <Form onSubmit={submit} wide>
        {change.error && <ErrorCard error={change.error} />}
        <FieldGrid>
          {names.map((name) => {
            const { odd, ...field } = said(name);
            return (
              <NumberField
                key={name}
                {...field}
                value={written[name]}
                onChange={(value) => setWritten({ ...written, [name]: value })}
                problem={isOdd(fields[name], written[name]) ? odd : null}
              />
            );
          })}
        </FieldGrid>
        <Group gap="sm">
          <Button type="submit" loading={change.isPending}>
            {words.save}
          </Button>
          {reset && (
            <Button variant="default" onClick={() => setWritten(writtenOf(fields, reset.to))}>
              {reset.label}
            </Button>
          )}
          <Text c="dimmed">{told}</Text>
        </Group>
      </Form>
    </Section>
  );
}
