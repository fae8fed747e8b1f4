import { useState } from "react";
import type { LabelCount } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { REPORT } from "../../i18n/report";
import { BarList } from "../../ui/BarRow";
import { Button, Stack, Text } from "../../ui/primitives";
import { TextField } from "../../ui/TextField";

const SHOWN = 15;
const FEW = 50;

interface Props {
  labels: LabelCount[];
  /** So many of one, in words. */
  count: (examples: number) => string;
}

/** How many examples each category has, the largest first; found by name where there are many. */
export function CategoryBars({ labels, count }: Props) {
  const words = useOwnWords(REPORT);
  const [wanted, setWanted] = useState("");
  const [whole, setWhole] = useState(false);
  const fold = (text: string) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const found = labels.filter(({ label }) => fold(label).includes(fold(wanted.trim())));
  const shown = whole ? found : found.slice(0, SHOWN);
  const most = labels[0]?.examples ?? 1;
  return (
    <Stack gap="md">
      {labels.length > SHOWN && (
        <TextField label={words.search} value={wanted} onChange={setWanted} optional autoComplete="off" />
      )}
      {found.length === 0 && <Text>{words.notFound}</Text>}
      <BarList
        bars={shown.map(({ label, examples }) => ({
          label,
          text: count(examples),
          share: examples / most,
          warning: examples < FEW ? words.few : null,
        }))}
      />
      {found.length > shown.length && (
        <div>
          <Button variant="default" onClick={() => setWhole(true)}>
            {words.moreCategories(found.length - shown.length)}
          </Button>
        </div>
      )}
    </Stack>
  );
}
