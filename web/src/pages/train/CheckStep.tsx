import { isRefused } from "../../api/problem";
import { useDataset, useReport, useRevise } from "../../api/reports";
import type { DatasetDetails, Draft, Step, VersionReport } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { REPORT } from "../../i18n/report";
import { TRAIN } from "../../i18n/train";
import { useAnnounce } from "../../ui/Announcer";
import { ErrorCard } from "../../ui/ErrorCard";
import { Stack, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { Waiting } from "../../ui/Waiting";
import { CategoryBars } from "../report/CategoryBars";
import { Findings } from "../report/Findings";
import { Fixes } from "../report/Fixes";
import { Details } from "./Details";
import { FirstRows } from "./FirstRows";
import { Frame } from "./Frame";
import { Reading } from "./Reading";
import { Verdict } from "./Verdict";
import { WayOn } from "./WayOn";

interface Props {
  draft: Draft;
  datasetId: string;
}

/** The second step: what the sheet is read as, what is wrong with it, and mending that. */
export function CheckStep({ draft, datasetId }: Props) {
  const words = useOwnWords(TRAIN).check;
  const { data: dataset, error, refetch } = useDataset(datasetId);
  return (
    <Frame step="conferencia" draftId={draft.id} title={words.title}>
      {dataset ? (
        <Checked draft={draft} dataset={dataset} />
      ) : error ? (
        <ErrorCard error={error} retry={() => void refetch()} />
      ) : (
        <Waiting />
      )}
      <WayOn
        draftId={draft.id}
        back="planilha"
        next="jeito"
        wait={!dataset || dataset.task === "text-generation"}
      />
    </Frame>
  );
}

function Checked({ draft, dataset }: { draft: Draft; dataset: DatasetDetails }) {
  const words = useOwnWords(TRAIN).check;
  const said = useOwnWords(REPORT);
  const report = useReport(dataset.id, dataset.version);
  const isOld = isRefused(report.error, 404);
  return (
    <Stack gap="lg">
      <Reading draft={draft} dataset={dataset} />
      {report.data ? (
        <Found dataset={dataset} report={report.data} />
      ) : isOld ? (
        <Text>{words.oldReport}</Text>
      ) : report.error ? (
        <ErrorCard error={report.error} retry={() => void report.refetch()} />
      ) : (
        <Waiting />
      )}
      {dataset.labels.length > 0 && (
        <Section title={said.categories} lead={said.categoriesHelp(dataset.labels.length)}>
          <CategoryBars labels={dataset.labels} />
        </Section>
      )}
      <FirstRows dataset={dataset} />
      <Details dataset={dataset} />
    </Stack>
  );
}

function Found({ dataset, report }: { dataset: DatasetDetails; report: VersionReport }) {
  const said = useOwnWords(REPORT);
  const { recipe, apply, undo, busy, error } = useFixing(dataset);
  return (
    <>
      <Verdict dataset={dataset} report={report} />
      <Section title={said.findings}>
        {error && <ErrorCard error={error} />}
        <div aria-busy={busy}>
          <Findings findings={report.findings} onApply={apply} busy={busy} />
        </div>
      </Section>
      {recipe.length > 0 && (
        <Section title={said.applied}>
          <Fixes steps={recipe} onUndo={undo} busy={busy} />
        </Section>
      )}
    </>
  );
}

/** Makes versions of the dataset, each by the whole recipe so far with a step more, or less. */
function useFixing(dataset: DatasetDetails) {
  const said = useOwnWords(REPORT);
  const announce = useAnnounce();
  const revise = useRevise(dataset.id);
  const recipe = dataset.versions.at(-1)?.recipe ?? [];
  const steps = recipe.map(({ step }) => step);
  const make = (wanted: Step[]) =>
    revise.mutate(
      { recipe: wanted, expected: dataset.version },
      { onSuccess: ({ examples }) => announce(said.done(examples)) },
    );
  return {
    recipe,
    apply: (step: Step) => make([...steps, step]),
    undo: (at: number) => make(steps.filter((_, place) => place !== at)),
    busy: revise.isPending,
    error: revise.error,
  };
}
