import { usePeople } from "../../api/people";
import { useChangePreset, usePresetVersions, useResetPreset } from "../../api/presets";
import type { PresetVersion, WholePreset } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { PRESETS } from "../../i18n/presets";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Stack, Text } from "../../ui/primitives";
import { Waiting } from "../../ui/Waiting";
import { Seen } from "./Seen";

/** What a preset stood for, the newest first, and the way back. */
export function Versions({ preset }: { preset: WholePreset }) {
  const words = useOwnWords(PRESETS);
  const { data, error, refetch } = usePresetVersions(preset.preset);
  const reset = useResetPreset(preset.preset);
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  if (data.length === 0) return <Text c="dimmed">{words.noVersions}</Text>;
  return (
    <Stack gap="md" align="flex-start">
      {reset.error && <ErrorCard error={reset.error} />}
      {data.map((version, index) => (
        <Version key={version.sequence} preset={preset} version={version} inUse={index === 0} />
      ))}
      {!preset.built_in && (
        <Button variant="default" loading={reset.isPending} onClick={() => reset.mutate()}>
          {words.reset}
        </Button>
      )}
    </Stack>
  );
}

interface Props {
  preset: WholePreset;
  version: PresetVersion;
  inUse: boolean;
}

function Version({ preset, version, inUse }: Props) {
  const { format } = useWords();
  const words = useOwnWords(PRESETS);
  const change = useChangePreset(preset.preset);
  const { data: people } = usePeople();
  const who = people?.items.find(({ id }) => id === version.changed_by)?.name ?? version.changed_by;
  const when = format.absolute(new Date(version.changed_at));
  const { hyperparameters, names } = version;
  return (
    <Stack gap={4} align="flex-start">
      <Text fw={600}>
        {version.built_in ? words.builtIn : when} {words.version(who)}
      </Text>
      <Seen hyperparameters={hyperparameters} />
      {change.error && <ErrorCard error={change.error} />}
      {inUse ? (
        <Text c="dimmed">{words.inUse}</Text>
      ) : (
        <Button
          variant="default"
          aria-label={words.backTo(when)}
          loading={change.isPending}
          onClick={() => change.mutate({ hyperparameters, names })}
        >
          {words.back}
        </Button>
      )}
    </Stack>
  );
}
