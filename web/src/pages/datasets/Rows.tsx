import { useState } from "react";
import { ROWS_SIZE, useRows } from "../../api/datasets";
import type { DatasetDetails } from "../../api/types";
import { DATASETS } from "../../i18n/datasets";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { Pager } from "../../ui/Pager";
import { Stack, Text } from "../../ui/primitives";
import { Select } from "../../ui/Select";
import { Waiting } from "../../ui/Waiting";
import { ExampleTable } from "./ExampleTable";

/** The newest version's rows, a page at a time, all or those of one category. */
export function Rows({ dataset: { id, version, labels } }: { dataset: DatasetDetails }) {
  const words = useOwnWords(DATASETS);
  const [label, setLabel] = useState("");
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useRows(id, version, page, label);
  const choose = (chosen: string) => {
    setLabel(chosen);
    setPage(1);
  };
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  return (
    <Stack gap="md">
      {labels.length > 0 && (
        <Select
          label={words.onlyLabel}
          value={label}
          choices={[
            { value: "", label: words.anyLabel },
            ...labels.map((each) => ({ value: each.label, label: each.label })),
          ]}
          onChoose={choose}
        />
      )}
      {data.items.length === 0 ? (
        <Text c="dimmed">{words.noRows}</Text>
      ) : (
        <ExampleTable caption={words.rowsCaption} examples={data.items} />
      )}
      <Pager
        words={{ ...words, label: words.rows }}
        page={page}
        pageSize={ROWS_SIZE}
        total={data.total}
        onPage={setPage}
      />
    </Stack>
  );
}
