import { useFirstRows } from "../../api/reports";
import type { Dataset } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { REPORT } from "../../i18n/report";
import { Section } from "../../ui/Section";
import { SampleRows } from "../report/SampleRows";

/** A few rows, as a model sees them. */
export function FirstRows({ dataset: { id, version } }: { dataset: Dataset }) {
  const words = useOwnWords(REPORT);
  const { data } = useFirstRows(id, version);
  if (!data) return null;
  return (
    <Section title={words.rows}>
      <SampleRows rows={data.items} />
    </Section>
  );
}
