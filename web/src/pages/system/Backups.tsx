import type { ConsumersShown } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { SYSTEM } from "../../i18n/system";
import { FactList } from "../../ui/FactList";
import { Moment } from "../../ui/Moment";
import { Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";

/** How it stands with automatic backups; null where none are made. */
export function Backups({ backups }: { backups: ConsumersShown["backups"] }) {
  const words = useOwnWords(SYSTEM);
  if (backups === null)
    return (
      <Section title={words.backups}>
        <Text>{words.noBackups}</Text>
      </Section>
    );
  const state = backups.failed ? "failed" : backups.late ? "late" : "good";
  const facts = [
    { name: words.state, value: words.states[state] },
    { name: words.newest, value: backups.newest ? <Moment at={backups.newest} /> : words.none },
    {
      name: words.checked,
      value: backups.checked_at ? <Moment at={backups.checked_at} /> : words.notChecked,
    },
    { name: words.every, value: words.everyHours(backups.every_hours) },
  ];
  return (
    <Section title={words.backups}>
      <FactList facts={facts} />
    </Section>
  );
}
