import { useState } from "react";
import { type Pair, useCorrections, useMistakes } from "../../../api/mistakes";
import type { CorrectionList, MistakePage, Report, RunDetails } from "../../../api/types";
import { useResultWords } from "../../../i18n/result";
import { ErrorCard } from "../../../ui/ErrorCard";
import { Button, Stack, Text } from "../../../ui/primitives";
import { Section } from "../../../ui/Section";
import { Waiting } from "../../../ui/Waiting";
import { Flag } from "./Flag";
import classes from "./Mistakes.module.css";
import { MistakeText } from "./MistakeText";

export const AT_FIRST = 5;
const MORE = 20;
/** The most that one answer of the server has. */
const MOST = 200;

interface Props {
  run: RunDetails;
  report: Report;
  /** Shows the mistakes of one pair of categories only. */
  pair: Pair | null;
  onAll: () => void;
}

/** The texts that the model got wrong, each with a way to say that the sheet is wrong. */
export function MistakeList({ run, report, pair, onAll }: Props) {
  const words = useResultWords().mistakes;
  const [limit, setLimit] = useState(AT_FIRST);
  const { data, error, refetch } = useMistakes(run.id, pair, limit);
  const corrections = useCorrections(run.dataset_id, data?.may_correct ?? false);
  const lead = pair ? words.leadPicked(pair.actual, pair.predicted) : words.lead;
  return (
    <Section
      title={words.title}
      lead={lead}
      action={
        pair && (
          <Button variant="default" onClick={onAll}>
            {words.all}
          </Button>
        )
      }
    >
      {!data && (error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />)}
      {data && (
        <Found page={data} report={report} run={run} corrections={corrections.data}>
          {data.items.length < Math.min(data.total, MOST) && (
            <Button variant="default" onClick={() => setLimit(Math.min(limit + MORE, MOST))}>
              {words.more}
            </Button>
          )}
        </Found>
      )}
    </Section>
  );
}

interface FoundProps {
  page: MistakePage;
  report: Report;
  run: RunDetails;
  corrections: CorrectionList | undefined;
  children: React.ReactNode;
}

function Found({ page, report, run, corrections, children }: FoundProps) {
  const words = useResultWords().mistakes;
  if (page.total === 0) return <Text>{words.none}</Text>;
  return (
    <Stack gap="md" align="flex-start">
      <ul className={classes.list}>
        {page.items.map((mistake) => (
          <li key={mistake.row} className={classes.mistake}>
            <MistakeText mistake={mistake} task={report.task} />
            {corrections && mistake.cells && (
              <Flag
                mistake={mistake}
                datasetId={run.dataset_id}
                labels={labelsOf(report)}
                noted={corrections.items.find(({ row }) => row === mistake.row)}
              />
            )}
          </li>
        ))}
      </ul>
      <Text c="dimmed">{words.shown(page.items.length, page.total)}</Text>
      {children}
    </Stack>
  );
}

/** What a row may be said to be; only rows with one label each can be given another here. */
function labelsOf(report: Report): string[] {
  return report.task === "text-classification" && !report.multi_label
    ? report.labels.map(({ label }) => label)
    : [];
}
