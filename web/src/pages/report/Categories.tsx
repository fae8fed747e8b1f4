import type { DatasetDetails } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { REPORT } from "../../i18n/report";
import { Section } from "../../ui/Section";
import { CategoryBars } from "./CategoryBars";

/** How much there is to learn from of each category, or of each kind of passage. */
export function Categories({ dataset: { labels, task } }: { dataset: DatasetDetails }) {
  const { groups } = useOwnWords(REPORT);
  const words = groups[task === "token-classification" ? "type" : "label"];
  if (labels.length === 0) return null;
  return (
    <Section title={words.title} lead={words.help(labels.length)}>
      <CategoryBars labels={labels} count={words.count} />
    </Section>
  );
}
