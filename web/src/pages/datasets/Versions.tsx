import { IconFlag } from "@tabler/icons-react";
import { exportOf, useDifference } from "../../api/datasets";
import type { DatasetDetails, DatasetVersion } from "../../api/types";
import { DATASETS } from "../../i18n/datasets";
import { useOwnWords } from "../../i18n/own";
import { Chip } from "../../ui/Chip";
import { Disclosure } from "../../ui/Disclosure";
import { ErrorCard } from "../../ui/ErrorCard";
import { Moment } from "../../ui/Moment";
import { Group, Stack, Text, Title } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { OutsideLink } from "../../ui/TextLink";
import { Waiting } from "../../ui/Waiting";
import { ChangeTable } from "./ChangeTable";

/** Every version, the newest first, with what it changed and as a file. */
export function Versions({ dataset }: { dataset: DatasetDetails }) {
  const words = useOwnWords(DATASETS);
  return (
    <Section title={words.versions} lead={words.versionsLead}>
      <Stack gap="lg">
        {dataset.versions.toReversed().map((version) => (
          <Version key={version.version} dataset={dataset} shown={version} />
        ))}
      </Stack>
    </Section>
  );
}

interface Props {
  dataset: DatasetDetails;
  shown: DatasetVersion;
}

function Version({ dataset, shown }: Props) {
  const words = useOwnWords(DATASETS);
  const { version, recipe, created_at, examples, used_by } = shown;
  return (
    <Stack gap={4} align="flex-start">
      <Group gap="sm">
        <Title order={3}>{words.version(version)}</Title>
        {version === dataset.version && <Chip tone="brand" icon={IconFlag} label={words.newest} />}
      </Group>
      <Text c="dimmed" size="sm">
        <Moment at={created_at} />
        {` · ${words.examples(examples)} · ${words.usedBy(used_by.length)}`}
      </Text>
      {recipe.length === 0 && <Text>{words.first}</Text>}
      {recipe.map(({ sentence }) => (
        <Text key={sentence}>{sentence}</Text>
      ))}
      <Group gap="md">
        <OutsideLink href={exportOf(dataset.id, version, "csv")} download>
          {words.csv(version)}
        </OutsideLink>
        <OutsideLink href={exportOf(dataset.id, version, "xlsx")} download>
          {words.xlsx(version)}
        </OutsideLink>
      </Group>
      {version > 1 && (
        <Disclosure plain label={words.changes}>
          {() => <Changes id={dataset.id} version={version} />}
        </Disclosure>
      )}
    </Stack>
  );
}

function Changes({ id, version }: { id: string; version: number }) {
  const words = useOwnWords(DATASETS);
  const { data, error } = useDifference(id, version - 1, version);
  if (!data) return error ? <ErrorCard error={error} /> : <Waiting />;
  const told = [
    data.dropped > 0 && words.dropped(data.dropped),
    data.added > 0 && words.added(data.added),
    data.changed.any > 0 && words.changed(data.changed.any),
  ].filter(Boolean);
  return (
    <Stack gap="sm">
      <Text>{told.length > 0 ? told.join(" · ") : words.unchanged}</Text>
      {data.sample_changed.length > 0 && <ChangeTable changes={data.sample_changed} />}
    </Stack>
  );
}
