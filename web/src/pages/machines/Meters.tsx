import { type Reading, shareOf, WINDOW_MS } from "../../api/readings";
import type { Machine } from "../../api/types";
import { MACHINES, type MachinesWords } from "../../i18n/machines";
import { useOwnWords } from "../../i18n/own";
import { Meter } from "../../ui/Meter";
import type { Point } from "../../ui/Sparkline";
import classes from "./Machines.module.css";

const FULL = 0.9;

interface Props {
  machine: Machine;
  readings: readonly Reading[];
}

type Measured = Exclude<keyof Reading, "atMs">;

interface Gauge {
  of: Measured;
  label: string;
  value: number;
  text: string;
  high?: boolean;
}

/** What the machine uses now and used during the last minute; what it cannot measure is left out. */
export function Meters({ machine, readings }: Props) {
  const words = useOwnWords(MACHINES);
  return (
    <div className={classes.meters}>
      {gaugesOf(machine, words).map(({ of, ...gauge }) => (
        <Meter key={of} {...gauge} history={historyOf(readings, of)} />
      ))}
    </div>
  );
}

/** The figures that are known, as they are shown. */
export function gaugesOf(machine: Machine, words: MachinesWords): Gauge[] {
  const device = (machine.device ?? "cpu") as keyof MachinesWords["load"];
  const load = machine.utilisation;
  const celsius = machine.temperature_celsius;
  const gauges: (Gauge | null)[] = [
    load === null ? null : { of: "load", label: words.load[device], value: load, text: words.percent(load) },
    space("memory", words.memory[device], machine.memory_used_bytes, machine.device_memory_bytes, words),
    celsius === null
      ? null
      : {
          of: "temperature",
          label: words.heat,
          value: Math.min(1, celsius / 100),
          text: words.degrees(celsius),
        },
    space("disk", words.disk, machine.disk_used_bytes, machine.disk_bytes, words),
  ];
  return gauges.filter((gauge) => gauge !== null);
}

function space(
  of: Measured,
  label: string,
  used: number | null,
  whole: number | null,
  words: MachinesWords,
): Gauge | null {
  const value = shareOf(used, whole);
  if (value === null || used === null || whole === null) return null;
  const high = of === "disk" && value >= FULL;
  const text = words.of(used, whole);
  return { of, label, value, text: high ? words.full(text) : text, high };
}

function historyOf(readings: readonly Reading[], of: Measured): Point[] {
  const now = readings.at(-1)?.atMs ?? 0;
  return readings.flatMap((reading) => {
    const value = reading[of];
    return value === null ? [] : [{ at: 1 - (now - reading.atMs) / WINDOW_MS, value }];
  });
}
