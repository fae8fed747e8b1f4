import type { SystemShown } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { SYSTEM } from "../../i18n/system";
import { FactList } from "../../ui/FactList";
import { Section } from "../../ui/Section";

/** What runs. */
export function Versions({ system }: { system: SystemShown }) {
  const words = useOwnWords(SYSTEM);
  const facts = [
    { name: words.api, value: system.version },
    { name: words.background, value: system.consumers?.version ?? words.unknown },
    { name: words.broker, value: system.broker?.version ?? words.unknown },
    { name: words.database, value: system.database?.version ?? words.unknown },
  ];
  return (
    <Section title={words.versions}>
      <FactList facts={facts} />
    </Section>
  );
}
