import { useEarlierSheets } from "../../api/reports";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { type Column, DataTable } from "../../ui/DataTable";
import { Disclosure } from "../../ui/Disclosure";
import { ErrorCard } from "../../ui/ErrorCard";
import { Moment } from "../../ui/Moment";
import { Button, Text } from "../../ui/primitives";
import { Waiting } from "../../ui/Waiting";

interface Props {
  onChoose: (datasetId: string) => void;
}

/** Sheets that are on the server already. */
export function EarlierSheets({ onChoose }: Props) {
  const words = useOwnWords(TRAIN).sheet;
  return <Disclosure label={words.earlier}>{() => <Sheets onChoose={onChoose} />}</Disclosure>;
}

function Sheets({ onChoose }: Props) {
  const words = useOwnWords(TRAIN).sheet;
  const { data, error, refetch } = useEarlierSheets();
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  if (data.items.length === 0) return <Text>{words.earlierNone}</Text>;
  const columns: Column<(typeof data.items)[number]>[] = [
    { key: "name", label: words.earlierName, cell: ({ name }) => name },
    { key: "examples", label: "", short: true, cell: ({ examples }) => words.earlierFacts(examples) },
    { key: "when", label: "", short: true, cell: ({ created_at }) => <Moment at={created_at} /> },
    {
      key: "use",
      label: "",
      align: "end",
      cell: ({ id, name }) => (
        <Button variant="default" aria-label={words.earlierUse(name)} onClick={() => onChoose(id)}>
          {words.earlierChoose}
        </Button>
      ),
    },
  ];
  return (
    <DataTable caption={words.earlier} columns={columns} rows={data.items} rowKey={({ id }) => id} stacking />
  );
}
