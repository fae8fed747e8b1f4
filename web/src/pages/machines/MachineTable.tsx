import type { Machine } from "../../api/types";
import { MACHINES, type MachinesWords } from "../../i18n/machines";
import { useOwnWords } from "../../i18n/own";
import { type Column, DataTable } from "../../ui/DataTable";
import { MachineState } from "./MachineCard";
import { gaugesOf } from "./Meters";

/** The cards' numbers, one machine a row. */
export function MachineTable({ machines }: { machines: Machine[] }) {
  const words = useOwnWords(MACHINES);
  return (
    <DataTable
      caption={words.caption}
      columns={columnsOf(words)}
      rows={machines}
      rowKey={({ id }) => id}
      stacking
      compact
    />
  );
}

function columnsOf(words: MachinesWords): Column<Machine>[] {
  const { columns } = words;
  const figure = (of: string) => (machine: Machine) =>
    gaugesOf(machine, words).find((gauge) => gauge.of === of)?.text ?? words.unknown;
  return [
    { key: "name", label: columns.name, cell: ({ name }) => name },
    {
      key: "state",
      label: columns.state,
      short: true,
      cell: (machine) => <MachineState machine={machine} />,
    },
    { key: "load", label: columns.load, align: "end", short: true, cell: figure("load") },
    { key: "memory", label: columns.memory, align: "end", short: true, cell: figure("memory") },
    { key: "heat", label: columns.heat, align: "end", short: true, cell: figure("temperature") },
    { key: "disk", label: columns.disk, align: "end", short: true, cell: figure("disk") },
  ];
}
