import { useLimits } from "../../api/limits";
import { usePresets } from "../../api/presets";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { PRESETS } from "../../i18n/presets";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Stack, Text } from "../../ui/primitives";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { PresetCard } from "./PresetCard";

/** What presets stand for, and what they stood for. */
export function PresetsPage() {
  const { t } = useWords();
  const words = useOwnWords(PRESETS);
  const [presets, limits] = [usePresets(), useLimits()];
  const error = presets.error ?? limits.error;
  useTitle(`${words.title} · ${t.shell.name}`);

  function again() {
    void presets.refetch();
    void limits.refetch();
  }

  return (
    <Stack gap="lg">
      <PageHeading>{words.title}</PageHeading>
      <Text c="dimmed">{words.lead}</Text>
      {presets.data && limits.data ? (
        presets.data.map((preset) => (
          <PresetCard key={preset.preset} preset={preset} limits={limits.data.limits} />
        ))
      ) : error ? (
        <ErrorCard error={error} retry={again} />
      ) : (
        <Waiting />
      )}
    </Stack>
  );
}
