import type { DatasetDetails } from "../../api/types";
import { useWords } from "../../i18n";
import { DATASETS } from "../../i18n/datasets";
import { useOwnWords } from "../../i18n/own";
import { type Fact, FactLine } from "../../ui/FactList";
import { Moment } from "../../ui/Moment";
import { Paper, Stack } from "../../ui/primitives";
import { TextLink } from "../../ui/TextLink";

/** What is known of the spreadsheet at a glance. */
export function Facts({ dataset }: { dataset: DatasetDetails }) {
  const words = useOwnWords(DATASETS);
  return (
    <Paper>
      <Stack gap="sm">
        <FactLine facts={useFacts(dataset)} />
        {dataset.runs.count > 0 && (
          <div>
            <TextLink to="/treinos" search={{ planilha: dataset.id }}>
              {words.runs}
            </TextLink>
          </div>
        )}
      </Stack>
    </Paper>
  );
}

function useFacts(dataset: DatasetDetails): Fact[] {
  const { format } = useWords();
  const { facts } = useOwnWords(DATASETS);
  const all: (Fact | false)[] = [
    { name: facts.file, value: `${dataset.filename} (${format.size(dataset.size_bytes)})` },
    { name: facts.rows, value: format.count(dataset.examples) },
    { name: facts.leftOut, value: format.count(dataset.rows_left_out) },
    dataset.labels.length > 0 && { name: facts.categories, value: format.count(dataset.labels.length) },
    { name: facts.version, value: format.count(dataset.version) },
    { name: facts.created, value: <Moment at={dataset.created_at} /> },
    dataset.owner_name !== null && { name: facts.owner, value: dataset.owner_name },
  ];
  return all.filter((fact) => fact !== false);
}
