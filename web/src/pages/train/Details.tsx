import { useColumns } from "../../api/reports";
import type { ColumnShown, Dataset } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { type Column, DataTable } from "../../ui/DataTable";
import { Disclosure } from "../../ui/Disclosure";
import { Stack, Text } from "../../ui/primitives";
import { Waiting } from "../../ui/Waiting";

/** What only some want to know: every column with its role, and how is counted. */
export function Details({ dataset }: { dataset: Dataset }) {
  const words = useOwnWords(TRAIN).check;
  return (
    <Stack gap="sm">
      <Disclosure label={words.columns}>{() => <Columns dataset={dataset} />}</Disclosure>
      <Disclosure label={words.counted}>
        {() =>
          [words.countedOf[dataset.task], ...words.countedText].map((text) => <Text key={text}>{text}</Text>)
        }
      </Disclosure>
    </Stack>
  );
}

function Columns({ dataset }: { dataset: Dataset }) {
  const { format } = useWords();
  const { check, roles } = useOwnWords(TRAIN);
  const { data } = useColumns(dataset.id);
  if (!data) return <Waiting />;
  const named = Object.entries((dataset.reading.columns ?? {}) as Record<string, string>);
  const roleOf = (name: string) => named.find(([, column]) => column === name)?.[0];
  const columns: Column<ColumnShown>[] = [
    { key: "name", label: check.columnName, cell: ({ name }) => name },
    {
      key: "role",
      label: check.columnRole,
      cell: ({ name }) => {
        const role = roleOf(name);
        return role === undefined ? check.unused : (roles[role] ?? role);
      },
    },
    { key: "filled", label: check.columnFilled, align: "end", cell: ({ filled }) => format.count(filled) },
    { key: "samples", label: check.columnSamples, cell: ({ samples }) => samples.join(" · ") },
  ];
  return (
    <DataTable
      caption={check.columnsCaption}
      columns={columns}
      rows={data.columns}
      rowKey={({ letter }) => letter}
      compact
    />
  );
}
