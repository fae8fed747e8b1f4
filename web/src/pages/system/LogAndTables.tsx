import type { SystemShown } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { SYSTEM, type SystemWords } from "../../i18n/system";
import { FactList } from "../../ui/FactList";
import { Moment } from "../../ui/Moment";
import { Section } from "../../ui/Section";
import { TextLink } from "../../ui/TextLink";

/** What the log holds, how far the tables are, and who witnesses it. */
export function LogAndTables({ system }: { system: SystemShown }) {
  const words = useOwnWords(SYSTEM);
  const [log] = system.broker?.streams ?? [];
  const { database, workers } = system;
  const facts = [
    {
      name: words.events,
      value: log ? `${words.count(log.messages)} (${words.size(log.size_bytes)})` : words.unknown,
    },
    { name: words.behind, value: behindOf(database, words) },
    { name: words.letters, value: database ? words.count(database.dead_letters) : words.unknown },
    { name: words.sealed, value: <Sealed seals={system.seals} /> },
    {
      name: words.machines,
      value: (
        <>
          {workers ? words.machinesOn(workers.online, workers.total, workers.paused) : words.unknown}
          {" · "}
          <TextLink to="/maquinas">{words.seeMachines}</TextLink>
        </>
      ),
    },
  ];
  return (
    <Section title={words.log}>
      <FactList facts={facts} />
    </Section>
  );
}

function behindOf(database: SystemShown["database"], words: SystemWords): string {
  return database?.behind == null ? words.unknown : words.behindBy(database.behind);
}

function Sealed({ seals }: { seals: SystemShown["seals"] }) {
  const words = useOwnWords(SYSTEM);
  if (seals?.sequence == null || seals.sealed_at === null) return seals ? words.none : words.unknown;
  return (
    <>
      {words.sealedUntil(seals.sequence)}
      {" · "}
      <Moment at={seals.sealed_at} />
    </>
  );
}
