import { useState } from "react";
import { useChangeLimits } from "../../api/limits";
import type { Limits } from "../../api/types";
import { useWords } from "../../i18n";
import { LIMITS, type LimitsWords } from "../../i18n/limits";
import { useOwnWords } from "../../i18n/own";
import { useAnnounce } from "../../ui/Announcer";
import { ErrorCard } from "../../ui/ErrorCard";
import { FieldGrid } from "../../ui/FieldGrid";
import { NumberField } from "../../ui/NumberField";
import { Button, Group, Text } from "../../ui/primitives";
import { Form, Section } from "../../ui/Section";
import { BOUNDS, changesIn, isOdd, LIMIT_NAMES, type Written, writtenOf } from "./bounds";

interface Props {
  limits: Limits;
  defaults: Limits;
}

/** Every limit, with its bounds and what is usual. */
export function LimitsForm({ limits, defaults }: Props) {
  const { format } = useWords();
  const words = useOwnWords(LIMITS);
  const announce = useAnnounce();
  const change = useChangeLimits();
  const [written, setWritten] = useState<Written>(() => writtenOf(limits));
  const [said, setSaid] = useState("");

  function tell(sentence: string) {
    setSaid(sentence);
    announce(sentence);
  }

  function submit() {
    const changes = changesIn(written, limits);
    if (LIMIT_NAMES.some((name) => isOdd(name, written[name]))) return;
    if (Object.keys(changes).length === 0) return tell(words.unchanged);
    change.mutate(changes, { onSuccess: () => tell(words.saved(format.time(new Date()))) });
  }

  return (
    <Section title={words.forAll} lead={words.lead}>
      <Form onSubmit={submit} wide>
        {change.error && <ErrorCard error={change.error} />}
        <FieldGrid>
          {LIMIT_NAMES.map((name) => (
            <LimitField
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
          <Button variant="default" onClick={() => setWritten(writtenOf(defaults))}>
            {words.reset}
          </Button>
          <Text c="dimmed">{said}</Text>
        </Group>
      </Form>
    </Section>
  );
}

interface FieldProps {
  name: keyof Limits;
  written: string;
  usual: number;
  words: LimitsWords;
  onWrite: (value: string) => void;
}

function LimitField({ name, written, usual, words, onWrite }: FieldProps) {
  const { least, most, unit } = BOUNDS[name];
  const [from, to, normal] = [least, most, usual / unit].map(words.number) as [string, string, string];
  const counted = words.units[name];
  return (
    <NumberField
      label={words.names[name]}
      {...(counted && { unit: counted })}
      help={words.bounds(from, to, normal)}
      value={written}
      onChange={onWrite}
      problem={isOdd(name, written) ? words.odd(from, to) : null}
    />
  );
}
