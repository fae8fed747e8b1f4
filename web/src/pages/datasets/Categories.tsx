import type { DatasetDetails } from "../../api/types";
import { DATASETS } from "../../i18n/datasets";
import { useOwnWords } from "../../i18n/own";
import { type Bar, BarList } from "../../ui/BarRow";
import { Disclosure } from "../../ui/Disclosure";
import { Section } from "../../ui/Section";

const SHOWN = 15;

/** How many examples each category has. */
export function Categories({ dataset: { labels } }: { dataset: DatasetDetails }) {
  const words = useOwnWords(DATASETS);
  const largest = labels[0]?.examples ?? 0;
  if (largest === 0) return null;
  const bars: Bar[] = labels.map(({ label, examples }) => ({
    label,
    text: words.examples(examples),
    share: examples / largest,
    warning: null,
  }));
  const rest = bars.slice(SHOWN);
  return (
    <Section title={words.categories}>
      <BarList bars={bars.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <Disclosure plain label={words.moreCategories(rest.length)}>
          {() => <BarList bars={rest} />}
        </Disclosure>
      )}
    </Section>
  );
}
