import { useDataset, useReport } from "../../api/reports";
import type { DatasetDetails, Draft } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { ErrorCard } from "../../ui/ErrorCard";
import { Stack } from "../../ui/primitives";
import { Waiting } from "../../ui/Waiting";
import { Categories } from "../report/Categories";
import { Report } from "../report/Report";
import { Details } from "./Details";
import { FirstRows } from "./FirstRows";
import { Frame } from "./Frame";
import { Reading } from "./Reading";
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
    </Frame>
  );
}

function Checked({ draft, dataset }: { draft: Draft; dataset: DatasetDetails }) {
  const { data: report } = useReport(dataset.id, dataset.version);
  const blocked = Boolean(report?.hindrance) || dataset.task === "text-generation";
  return (
    <Stack gap="lg">
      <Reading draft={draft} dataset={dataset} />
      <Report dataset={dataset} />
      <Categories dataset={dataset} />
      <FirstRows dataset={dataset} />
      <Details dataset={dataset} />
      <WayOn draftId={draft.id} back="planilha" next="jeito" wait={blocked} />
    </Stack>
  );
}
