import type { SystemShown } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { SYSTEM } from "../../i18n/system";
import { FactList } from "../../ui/FactList";
import { FieldGrid } from "../../ui/FieldGrid";
import { Meter } from "../../ui/Meter";
import { Section } from "../../ui/Section";

const FULL = 0.9;

/** How much of the disks is in use. */
export function Storage({ system }: { system: SystemShown }) {
  const words = useOwnWords(SYSTEM);
  const { disk, broker, database } = system;
  const facts = [
    { name: words.databaseSize, value: database ? words.size(database.size_bytes) : words.unknown },
    ...(broker?.limit_bytes ? [] : [{ name: words.brokerStore, value: sizeOf(broker?.size_bytes) }]),
  ];
  function sizeOf(bytes: number | undefined): string {
    return bytes === undefined ? words.unknown : words.size(bytes);
  }
  return (
    <Section title={words.storage}>
      <FieldGrid>
        <Space label={words.disk} used={disk.total_bytes - disk.free_bytes} whole={disk.total_bytes} />
        {broker?.limit_bytes && (
          <Space label={words.brokerStore} used={broker.size_bytes} whole={broker.limit_bytes} />
        )}
      </FieldGrid>
      <FactList facts={facts} />
    </Section>
  );
}

function Space({ label, used, whole }: { label: string; used: number; whole: number }) {
  const words = useOwnWords(SYSTEM);
  const value = Math.min(1, used / whole);
  const text = words.of(used, whole);
  const high = value >= FULL;
  return <Meter label={label} value={value} text={high ? words.full(text) : text} high={high} />;
}
