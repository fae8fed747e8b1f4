import { useState } from "react";
import { useUsage } from "../../api/limits";
import type { PersonsUsage } from "../../api/types";
import { LIMITS, type LimitsWords } from "../../i18n/limits";
import { useOwnWords } from "../../i18n/own";
import { type Column, DataTable } from "../../ui/DataTable";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { Waiting } from "../../ui/Waiting";
import { QuotaForm } from "./QuotaForm";

/** What each person uses; `usual` is how many trainings at once everybody may have. */
export function Quotas({ usual }: { usual: number }) {
  const words = useOwnWords(LIMITS);
  const { data, error, refetch } = useUsage();
  const [changed, setChanged] = useState<PersonsUsage | null>(null);
  return (
    <Section title={words.quotas} lead={words.quotasLead}>
      {changed && (
        <QuotaForm key={changed.user_id} person={changed} usual={usual} onDone={() => setChanged(null)} />
      )}
      {data ? (
        <DataTable
          caption={words.caption}
          columns={columnsOf(words, setChanged)}
          rows={data.items}
          rowKey={({ user_id }) => user_id}
          stacking
        />
      ) : error ? (
        <ErrorCard error={error} retry={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </Section>
  );
}

function columnsOf(words: LimitsWords, onChange: (person: PersonsUsage) => void): Column<PersonsUsage>[] {
  const { columns } = words;
  return [
    { key: "name", label: columns.name, cell: ({ name }) => name },
    { key: "runs", label: columns.runs, short: true, cell: (person) => <RunsCell person={person} /> },
    {
      key: "hours",
      label: columns.hours,
      short: true,
      cell: ({ usage }) => words.hours(usage.training_hours),
    },
    {
      key: "sheets",
      label: columns.sheets,
      short: true,
      cell: ({ usage }) => words.sheets(usage.datasets, usage.dataset_bytes),
    },
    {
      key: "actions",
      label: columns.actions,
      align: "end",
      cell: (person) => (
        <Button variant="default" aria-label={words.changeOf(person.name)} onClick={() => onChange(person)}>
          {words.change}
        </Button>
      ),
    },
  ];
}

function RunsCell({ person }: { person: PersonsUsage }) {
  const words = useOwnWords(LIMITS);
  const { active_runs, active_runs_limit } = person.usage;
  return (
    <span>
      {words.runs(active_runs, active_runs_limit)}
      {person.own_limit !== null && (
        <Text span size="sm" c="dimmed">
          {` · ${words.own}`}
        </Text>
      )}
    </span>
  );
}
