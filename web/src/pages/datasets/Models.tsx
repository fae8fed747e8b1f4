import type { DatasetDetails } from "../../api/types";
import { DATASETS } from "../../i18n/datasets";
import { outOfHundred } from "../../i18n/format";
import { useOwnWords } from "../../i18n/own";
import { Stack, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { TextLink } from "../../ui/TextLink";

/** The models that came of the spreadsheet, the newest first. */
export function Models({ dataset: { models } }: { dataset: DatasetDetails }) {
  const words = useOwnWords(DATASETS);
  return (
    <Section title={words.models}>
      {models.length === 0 && <Text c="dimmed">{words.noModels}</Text>}
      <Stack gap="xs">
        {models.map(({ run_id, name, version, accuracy }) => (
          <Text key={run_id}>
            <TextLink to="/treinos/$id" params={{ id: run_id }}>
              {name}
            </TextLink>
            {" · "}
            {words.version(version)}
            {accuracy !== null && ` · ${words.hits(outOfHundred(accuracy))}`}
          </Text>
        ))}
      </Stack>
    </Section>
  );
}
