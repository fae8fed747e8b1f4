import { HELP } from "../../i18n/help";
import { useOwnWords } from "../../i18n/own";
import { DataTable } from "../../ui/DataTable";
import { Section } from "../../ui/Section";

/** The words of the page beside their technical names. */
export function Glossary() {
  const { words, wordsLead, wordsCaption, columns, glossary } = useOwnWords(HELP);
  return (
    <Section title={words} lead={wordsLead}>
      <DataTable
        caption={wordsCaption}
        columns={[
          { key: "said", label: columns.said, cell: ({ said }) => said },
          { key: "technical", label: columns.technical, cell: ({ technical }) => technical },
          { key: "means", label: columns.means, prose: true, cell: ({ means }) => means },
        ]}
        rows={glossary}
        rowKey={({ said }) => said}
        stacking
      />
    </Section>
  );
}
