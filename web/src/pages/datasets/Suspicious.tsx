import { useFindSuspects } from "../../api/datasets";
import type { DatasetDetails, Suspects } from "../../api/types";
import { useWords } from "../../i18n";
import { DATASETS } from "../../i18n/datasets";
import { useOwnWords } from "../../i18n/own";
import { useAnnounce } from "../../ui/Announcer";
import { Clipped } from "../../ui/Clipped";
import { DataTable } from "../../ui/DataTable";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";

/** Answers of the newest version that are probably mixed up, once somebody asks. */
export function Suspicious({ dataset: { id, version } }: { dataset: DatasetDetails }) {
  const words = useOwnWords(DATASETS);
  const announce = useAnnounce();
  const find = useFindSuspects(id);
  const look = () => find.mutate(version, { onSuccess: (found) => announce(resultOf(found, words)) });
  return (
    <Section title={words.suspects} lead={words.suspectsLead}>
      {find.error && <ErrorCard error={find.error} />}
      {find.data ? (
        <Found suspects={find.data} />
      ) : (
        <div>
          <Button variant="default" loading={find.isPending} onClick={look}>
            {words.find}
          </Button>
        </div>
      )}
    </Section>
  );
}

function resultOf(
  { items, judged }: Suspects,
  words: {
    suspectsNone: (judged: number) => string;
    suspectsSome: (count: number, judged: number) => string;
  },
): string {
  return items.length === 0 ? words.suspectsNone(judged) : words.suspectsSome(items.length, judged);
}

function Found({ suspects }: { suspects: Suspects }) {
  const { format } = useWords();
  const words = useOwnWords(DATASETS);
  const { suspect } = words;
  return (
    <>
      <Text>{resultOf(suspects, words)}</Text>
      {suspects.items.length > 0 && (
        <DataTable
          caption={words.suspectsCaption}
          columns={[
            { key: "row", label: suspect.row, cell: ({ row }) => format.count(row) },
            { key: "text", label: suspect.text, cell: ({ text }) => <Clipped text={text} /> },
            { key: "label", label: suspect.label, cell: ({ label }) => label },
            { key: "likelier", label: suspect.likelier, cell: ({ likelier }) => likelier },
            {
              key: "confidence",
              label: suspect.confidence,
              align: "end",
              cell: ({ confidence }) => format.percent(confidence),
            },
          ]}
          rows={suspects.items}
          rowKey={({ row }) => row}
          compact
        />
      )}
    </>
  );
}
