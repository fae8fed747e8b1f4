import { IconInfoCircle } from "@tabler/icons-react";
import { useChangeDraft } from "../../api/drafts";
import { useColumns, useReadAgain } from "../../api/reports";
import type { Dataset, Draft } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { AlertCard } from "../../ui/AlertCard";
import { InlineSelect } from "../../ui/InlineSelect";
import { Stack, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import classes from "./Reading.module.css";
import { Refused } from "./Refused";
import { readOtherwise } from "./readOtherwise";

interface Props {
  draft: Draft;
  dataset: Dataset;
}

const LISTS = "[]";

/** What the model will learn, as a sentence whose columns can be chosen otherwise. */
export function Reading({ draft, dataset }: Props) {
  const words = useOwnWords(TRAIN).check;
  const { columns, group, separator } = wordsOf(dataset);
  const again = useReadAgain(dataset.id);
  const change = useChangeDraft(draft.id);
  const choose = (role: string, name: string) =>
    again.mutate(readOtherwise(dataset.reading, role, name), {
      onSuccess: ({ id }) => change.mutate({ dataset_id: id }),
    });
  return (
    <Section title={words.sentence}>
      <Stack gap="xs">
        <Sentence dataset={dataset} columns={columns} busy={again.isPending} onChoose={choose} />
        {again.isPending && <Text role="status">{words.reading}</Text>}
        {again.error && <Refused file={{ name: dataset.filename }} error={again.error} />}
        {group && <Text c="dimmed">{words.grouped(group)}</Text>}
        {separator && (
          <Text c="dimmed">{separator === LISTS ? words.severalList : words.several(separator)}</Text>
        )}
        {dataset.task === "text-generation" && (
          <AlertCard tone="caution" icon={IconInfoCircle} title={words.notTaught} />
        )}
      </Stack>
    </Section>
  );
}

function wordsOf({ reading }: Dataset) {
  const columns = (reading.columns ?? {}) as Record<string, string>;
  return { columns, group: columns.group, separator: reading.label_separator };
}

interface SentenceProps {
  dataset: Dataset;
  columns: Record<string, string>;
  busy: boolean;
  onChoose: (role: string, name: string) => void;
}

function Sentence({ dataset, columns, busy, onChoose }: SentenceProps) {
  const { check, roles } = useOwnWords(TRAIN);
  const names = useColumns(dataset.id).data?.columns.map(({ name }) => name) ?? [];
  const pieces = "entity" in columns ? check.entities : check.sentences[dataset.task];
  return (
    <p className={classes.sentence}>
      {pieces.map((piece) => {
        if (typeof piece === "string") return piece;
        const name = columns[piece.role];
        if (name === undefined) return roles[piece.role];
        return (
          <InlineSelect
            key={piece.role}
            label={check.choose(roles[piece.role] ?? piece.role)}
            value={name}
            choices={names.includes(name) ? names : [name, ...names]}
            disabled={busy}
            onChoose={(chosen) => onChoose(piece.role, chosen)}
          />
        );
      })}
    </p>
  );
}
