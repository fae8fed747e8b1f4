import { useState } from "react";
import { useChangeQuota } from "../../api/limits";
import type { PersonsUsage } from "../../api/types";
import { LIMITS } from "../../i18n/limits";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { NumberField } from "../../ui/NumberField";
import { Button, Group, Paper, Stack, Title } from "../../ui/primitives";
import { Form } from "../../ui/Section";

interface Props {
  person: PersonsUsage;
  usual: number;
  onDone: () => void;
}

const MOST = 1_000;

/** Asks how many trainings one person may have at once. */
export function QuotaForm({ person, usual, onDone }: Props) {
  const words = useOwnWords(LIMITS);
  const change = useChangeQuota();
  const [most, setMost] = useState(person.own_limit === null ? "" : String(person.own_limit));
  const value = Number(most);
  const odd = !Number.isInteger(value) || value < 0 || value > MOST;

  function submit() {
    if (odd) return;
    const wish = { id: person.user_id, most: most.trim() === "" ? null : value };
    change.mutate(wish, { onSuccess: onDone });
  }

  return (
    <Paper>
      <Stack gap="md">
        <Title order={3}>{words.changeOf(person.name)}</Title>
        <Form onSubmit={submit}>
          {change.error && <ErrorCard error={change.error} />}
          <NumberField
            label={words.most}
            help={words.mostHelp(usual)}
            value={most}
            onChange={setMost}
            problem={odd ? words.mostOdd : null}
            optional
            autoFocus
          />
          <Group gap="sm">
            <Button type="submit" loading={change.isPending}>
              {words.keep}
            </Button>
            <Button variant="default" onClick={onDone}>
              {words.cancel}
            </Button>
          </Group>
        </Form>
      </Stack>
    </Paper>
  );
}
