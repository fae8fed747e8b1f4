import { useMachines } from "../../api/machines";
import type { Machine } from "../../api/types";
import { LIVE } from "../../i18n/live";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { FactLine } from "../../ui/FactList";
import { Stack, Text } from "../../ui/primitives";
import { TextLink } from "../../ui/TextLink";
import { Meters } from "../machines/Meters";

/** What the machine that trains uses now, and used during the last minute. */
export function MachineUse({ workerId }: { workerId: string | null }) {
  const words = useOwnWords(LIVE);
  const { machines, readings, error, retry } = useMachines();
  const machine = machines?.find(({ id }) => id === workerId);
  if (error && !machines) return <ErrorCard error={error} retry={retry} />;
  if (!machine) return <Text c="dimmed">{words.machine.reading}</Text>;
  return (
    <Stack gap="sm">
      <FactLine facts={[{ name: words.machine.name, value: nameOf(machine) }]} />
      {machine.status === "online" ? (
        <Meters machine={machine} readings={readings[machine.id] ?? []} />
      ) : (
        <Text c="dimmed">{words.machine.away}</Text>
      )}
      <TextLink to="/maquinas">{words.machines}</TextLink>
    </Stack>
  );
}

function nameOf({ name, device_name }: Machine): string {
  return device_name ? `${name} (${device_name})` : name;
}
