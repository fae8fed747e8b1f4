import { supportAddress } from "../../../api/aftermath";
import type { RunDetails } from "../../../api/types";
import { FAILED } from "../../../i18n/failed";
import { useOwnWords } from "../../../i18n/own";
import { CopyButton } from "../../../ui/CopyButton";
import { DownloadLink } from "../../../ui/DownloadButton";
import { FactList } from "../../../ui/FactList";
import { Group } from "../../../ui/primitives";
import { Section } from "../../../ui/Section";

/** What to send to somebody who can look into it. */
export function Support({ run }: { run: RunDetails }) {
  const words = useOwnWords(FAILED);
  const code = `${run.failure?.code ?? run.status} ${run.id}`;
  return (
    <Section title={words.support} lead={words.supportLead}>
      <FactList facts={[{ name: words.code, value: code }]} code />
      <Group gap="sm">
        <DownloadLink label={words.download} href={supportAddress(run.id)} />
        <CopyButton text={code} label={words.copy} done={words.copied} />
      </Group>
    </Section>
  );
}
