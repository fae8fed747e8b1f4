import { IconPencil, IconSparkles } from "@tabler/icons-react";
import { useState } from "react";
import type { Limits, WholePreset } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { PRESETS } from "../../i18n/presets";
import { Chip } from "../../ui/Chip";
import { Disclosure } from "../../ui/Disclosure";
import { Button, Group } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { PresetForm } from "./PresetForm";
import { Seen } from "./Seen";
import { Versions } from "./Versions";

interface Props {
  preset: WholePreset;
  limits: Limits;
}

/** One preset: what people see of it, changed on request. */
export function PresetCard({ preset, limits }: Props) {
  const { language } = useWords();
  const words = useOwnWords(PRESETS);
  const [changing, setChanging] = useState(false);
  const name = language === "en" ? preset.names.en : preset.names.pt_br;
  const button = (
    <Button variant="default" aria-label={words.changeOf(name)} onClick={() => setChanging(true)}>
      {words.change}
    </Button>
  );
  return (
    <Section
      title={name}
      action={
        <Group gap="sm">
          {preset.built_in ? (
            <Chip tone="neutral" icon={IconSparkles} label={words.builtIn} />
          ) : (
            <Chip tone="brand" icon={IconPencil} label={words.changed} />
          )}
          {!changing && button}
        </Group>
      }
    >
      {changing ? (
        <PresetForm preset={preset} limits={limits} onDone={() => setChanging(false)} />
      ) : (
        <Seen hyperparameters={preset.hyperparameters} />
      )}
      <Disclosure label={words.versions} plain>
        {() => <Versions preset={preset} />}
      </Disclosure>
    </Section>
  );
}
