import { useClassifications } from "../../api/classifications";
import type { Classification, Model } from "../../api/types";
import { useWords } from "../../i18n";
import { CLASSIFYING, type ClassifyingWords } from "../../i18n/classifying";
import { useOwnWords } from "../../i18n/own";
import { type Column, DataTable } from "../../ui/DataTable";
import { ErrorCard } from "../../ui/ErrorCard";
import { Moment } from "../../ui/Moment";
import { Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { Waiting } from "../../ui/Waiting";
import { ClassificationActions } from "./ClassificationActions";
import { ClassificationState } from "./ClassificationState";

/** The sheets that a person had classified, and what became of each; nothing where there are none. */
export function Classified({ model }: { model: Model }) {
  const words = useOwnWords(CLASSIFYING);
  const { data, error, refetch } = useClassifications(model.id);
  if (data?.items.length === 0) return null;
  return (
    <Section title={words.jobs.title} lead={words.jobs.lead}>
      {data ? (
        <Jobs jobs={data.items} model={model} />
      ) : error ? (
        <ErrorCard error={error} retry={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </Section>
  );
}

function Jobs({ jobs, model }: { jobs: Classification[]; model: Model }) {
  const words = useOwnWords(CLASSIFYING);
  const { format } = useWords();
  return (
    <DataTable
      caption={words.jobs.caption}
      columns={columnsOf(words.jobs, format.count, model)}
      rows={jobs}
      rowKey={({ id }) => id}
      stacking
    />
  );
}

function columnsOf(
  words: ClassifyingWords["jobs"],
  count: (value: number) => string,
  model: Model,
): Column<Classification>[] {
  return [
    { key: "file", label: words.columns.file, cell: (job) => <FileCell job={job} /> },
    { key: "state", label: words.columns.state, cell: (job) => <ClassificationState job={job} /> },
    { key: "rows", label: words.columns.rows, align: "end", short: true, cell: ({ rows }) => count(rows) },
    {
      key: "when",
      label: words.columns.when,
      short: true,
      cell: ({ created_at }) => <Moment at={created_at} />,
    },
    {
      key: "actions",
      label: words.columns.actions,
      align: "end",
      cell: (job) => <ClassificationActions job={job} model={model} />,
    },
  ];
}

function FileCell({ job }: { job: Classification }) {
  const words = useOwnWords(CLASSIFYING).jobs;
  return (
    <div>
      {job.filename}
      <Text size="sm" c="dimmed" fw={400}>
        {words.textColumn(job.text_column)}
      </Text>
    </div>
  );
}
