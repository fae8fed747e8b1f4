import { useState } from "react";
import type { AuditFilter } from "../../api/audit";
import { usePeople } from "../../api/people";
import type { AuditGroup } from "../../api/types";
import { AUDIT } from "../../i18n/audit";
import { useOwnWords } from "../../i18n/own";
import { DateField } from "../../ui/DateField";
import { FieldGrid } from "../../ui/FieldGrid";
import { Button, Group } from "../../ui/primitives";
import { Form, Section } from "../../ui/Section";
import { choicesOf, Select } from "../../ui/Select";
import { TextField } from "../../ui/TextField";
import { isFiltered } from "./search";

interface Props {
  filter: AuditFilter;
  onChange: (filter: AuditFilter) => void;
}

type Choice = AuditGroup | "";

/** Asks which lines are wanted. */
export function Filters({ filter, onChange }: Props) {
  const words = useOwnWords(AUDIT);
  const [wanted, setWanted] = useState(filter);
  const groups = [
    { value: "" as Choice, label: words.anyGroup },
    ...choicesOf<Choice>(words.groups as never),
  ];
  const set = (change: AuditFilter) => setWanted({ ...wanted, ...change });
  return (
    <Section title={words.filters}>
      <Form onSubmit={() => onChange(wanted)} wide>
        <FieldGrid>
          <Select
            labelled
            label={words.group}
            value={wanted.group ?? ""}
            choices={groups}
            onChoose={(group) => set({ group: group || undefined })}
          />
          <ActorField actor={wanted.actor} onChoose={(actor) => set({ actor })} />
          <DateField label={words.from} value={wanted.from ?? ""} onChange={(from) => set({ from })} />
          <DateField label={words.to} value={wanted.to ?? ""} onChange={(to) => set({ to })} />
          <TextField
            label={words.text}
            value={wanted.text ?? ""}
            onChange={(text) => set({ text })}
            autoComplete="off"
            optional
          />
        </FieldGrid>
        <Group gap="sm">
          <Button type="submit">{words.search}</Button>
          {isFiltered(filter) && (
            <Button variant="default" onClick={() => onChange({})}>
              {words.clear}
            </Button>
          )}
        </Group>
      </Form>
    </Section>
  );
}

function ActorField(props: { actor: string | undefined; onChoose: (actor: string | undefined) => void }) {
  const words = useOwnWords(AUDIT);
  const { data } = usePeople();
  const people = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Select
      labelled
      label={words.actor}
      value={props.actor ?? ""}
      choices={[{ value: "", label: words.anyone }, ...people]}
      onChoose={(actor) => props.onChoose(actor || undefined)}
    />
  );
}
