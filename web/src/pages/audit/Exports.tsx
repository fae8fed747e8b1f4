import { type AuditFilter, exportAddress } from "../../api/audit";
import { AUDIT } from "../../i18n/audit";
import { useOwnWords } from "../../i18n/own";
import { Group, Text } from "../../ui/primitives";
import { OutsideLink } from "../../ui/TextLink";

/** The lines as files. */
export function Exports({ filter }: { filter: AuditFilter }) {
  const words = useOwnWords(AUDIT);
  return (
    <Group gap="md">
      <OutsideLink href={exportAddress(filter, "csv")} download>
        {words.exportCsv}
      </OutsideLink>
      <OutsideLink href={exportAddress(filter, "jsonl")} download>
        {words.exportJsonl}
      </OutsideLink>
      <Text c="dimmed" size="sm">
        {words.exportLead}
      </Text>
    </Group>
  );
}
