import type { Readings } from "../../api/readings";
import type { Machine, Registration } from "../../api/types";
import { MACHINES } from "../../i18n/machines";
import { useOwnWords } from "../../i18n/own";
import { Disclosure } from "../../ui/Disclosure";
import { MachineCard } from "./MachineCard";
import classes from "./Machines.module.css";
import { MachineTable } from "./MachineTable";

interface Props {
  machines: Machine[];
  readings: Readings;
  onMade: (made: Registration) => void;
}

/** Those that may work as cards, the ones that are on first, with their numbers as a table below; those that were withdrawn apart. */
export function MachineList({ machines, readings, onMade }: Props) {
  const words = useOwnWords(MACHINES);
  const admitted = machines
    .filter(({ status }) => status !== "revoked")
    .sort((one, other) => Number(other.status === "online") - Number(one.status === "online"));
  const withdrawn = machines.filter(({ status }) => status === "revoked");
  return (
    <>
      <ul className={classes.cards} aria-label={words.list}>
        {admitted.map((machine) => (
          <MachineCard
            key={machine.id}
            machine={machine}
            readings={readings[machine.id] ?? []}
            onMade={onMade}
          />
        ))}
      </ul>
      {admitted.length > 0 && (
        <Disclosure label={words.table}>{() => <MachineTable machines={admitted} />}</Disclosure>
      )}
      {withdrawn.length > 0 && (
        <Disclosure label={words.withdrawn(withdrawn.length)}>
          {() => (
            <ul>
              {withdrawn.map(({ id, name }) => (
                <li key={id}>{name}</li>
              ))}
            </ul>
          )}
        </Disclosure>
      )}
    </>
  );
}
