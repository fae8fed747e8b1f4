import { IconCircleCheck } from "@tabler/icons-react";
import {
  correctionsFile,
  useCorrectedVersion,
  useCorrections,
  useForgetCorrection,
} from "../../../api/mistakes";
import type { CorrectionList, RunDetails } from "../../../api/types";
import { useWords } from "../../../i18n";
import { useResultWords } from "../../../i18n/result";
import { AlertCard } from "../../../ui/AlertCard";
import { DataTable } from "../../../ui/DataTable";
import { DownloadLink } from "../../../ui/DownloadButton";
import { ErrorCard } from "../../../ui/ErrorCard";
import { Button, Group } from "../../../ui/primitives";
import { Section } from "../../../ui/Section";
import { TrainOn } from "../TrainAgain";

/** What is marked as wrong in the sheet, and the version that it becomes; nothing while nothing is. */
export function Corrections({ run }: { run: RunDetails }) {
  const datasetId = run.dataset_id;
  const words = useResultWords().corrections;
  const { data } = useCorrections(datasetId, true);
  const make = useCorrectedVersion(datasetId);
  const marked = data?.items ?? [];
  return (
    <>
      {make.data && (
        <AlertCard
          tone="success"
          icon={IconCircleCheck}
          title={words.made(make.data.version)}
          heading={2}
          actions={<TrainOn run={run} version={make.data.version} label={words.train} />}
        >
          {words.madeDo}
        </AlertCard>
      )}
      {marked.length > 0 && (
        <Section title={words.title(marked.length)} lead={words.lead}>
          {make.error && <ErrorCard error={make.error} />}
          <Marked items={marked} datasetId={datasetId} />
          <Group>
            <Button loading={make.isPending} onClick={() => make.mutate()}>
              {words.make}
            </Button>
            <DownloadLink label={words.download} href={correctionsFile(datasetId)} />
          </Group>
        </Section>
      )}
    </>
  );
}

function Marked({ items, datasetId }: { items: CorrectionList["items"]; datasetId: string }) {
  const { format } = useWords();
  const { corrections: words, mistakes } = useResultWords();
  const forget = useForgetCorrection(datasetId);
  return (
    <DataTable
      caption={words.caption}
      columns={[
        { key: "row", label: words.row, cell: ({ row }) => format.count(row) },
        { key: "label", label: words.becomes, cell: ({ label }) => label ?? words.out },
        {
          key: "undo",
          label: words.undo,
          align: "end",
          cell: ({ row }) => (
            <Button
              variant="subtle"
              size="compact-md"
              aria-label={mistakes.undoOf(row)}
              onClick={() => forget.mutate(row)}
            >
              {mistakes.undo}
            </Button>
          ),
        },
      ]}
      rows={items}
      rowKey={({ row }) => row}
      compact
    />
  );
}
