import { useState } from "react";
import { PRESET_FIELDS, type PresetField, useChangePreset } from "../../api/presets";
import type { Limits, WholePreset } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { PRESETS } from "../../i18n/presets";
import { useAnnounce } from "../../ui/Announcer";
import { ErrorCard } from "../../ui/ErrorCard";
import { FieldGrid } from "../../ui/FieldGrid";
import { NumberField } from "../../ui/NumberField";
import { Button, Group, Paper, Title } from "../../ui/primitives";
import { Form } from "../../ui/Section";
import { TextField } from "../../ui/TextField";
import { boundsOf, isOdd, settingsOf, type Written, writtenOf } from "./fields";
import { Seen } from "./Seen";

const LONGEST_NAME = 60;

interface Props {
  preset: WholePreset;
  limits: Limits;
  onDone: () => void;
}

/** The settings of a preset in fields, and beside them what people will see. */
export function PresetForm({ preset, limits, onDone }: Props) {
  const words = useOwnWords(PRESETS);
  const announce = useAnnounce();
  const change = useChangePreset(preset.preset);
  const [names, setNames] = useState(preset.names);
  const [written, setWritten] = useState<Written>(() => writtenOf(preset.hyperparameters));
  const bounds = boundsOf(limits);
  const settings = settingsOf(written, preset.hyperparameters);
  const odd = PRESET_FIELDS.some((name) => isOdd(name, written[name], bounds[name]));
  const oddName = (name: string) => name.trim() === "" || name.length > LONGEST_NAME;

  function submit() {
    if (odd || oddName(names.pt_br) || oddName(names.en)) return;
    const saved = () => {
      announce(words.saved);
      onDone();
    };
    change.mutate({ hyperparameters: settings, names }, { onSuccess: saved });
  }

  return (
    <Form onSubmit={submit} wide>
      {change.error && <ErrorCard error={change.error} />}
      <FieldGrid>
        <NameField
          label={words.namePt}
          value={names.pt_br}
          odd={oddName(names.pt_br)}
          onChange={(pt_br) => setNames({ ...names, pt_br })}
        />
        <NameField
          label={words.nameEn}
          value={names.en}
          odd={oddName(names.en)}
          onChange={(en) => setNames({ ...names, en })}
        />
        {PRESET_FIELDS.map((name) => (
          <SettingField
            key={name}
            name={name}
            written={written[name]}
            bounds={bounds[name]}
            onWrite={(value) => setWritten({ ...written, [name]: value })}
          />
        ))}
      </FieldGrid>
      {!odd && <Preview settings={settings} />}
      <Group gap="sm">
        <Button type="submit" loading={change.isPending}>
          {words.save}
        </Button>
        <Button variant="default" onClick={onDone}>
          {words.cancel}
        </Button>
      </Group>
    </Form>
  );
}

function Preview({ settings }: { settings: Parameters<typeof Seen>[0]["hyperparameters"] }) {
  const words = useOwnWords(PRESETS);
  return (
    <Paper>
      <Title order={3}>{words.seen}</Title>
      <Seen hyperparameters={settings} />
    </Paper>
  );
}

interface NameProps {
  label: string;
  value: string;
  odd: boolean;
  onChange: (value: string) => void;
}

function NameField({ odd, ...field }: NameProps) {
  const words = useOwnWords(PRESETS);
  return <TextField {...field} problem={odd ? words.nameOdd : null} autoComplete="off" />;
}

interface SettingProps {
  name: PresetField;
  written: string;
  bounds: ReturnType<typeof boundsOf>[PresetField];
  onWrite: (value: string) => void;
}

function SettingField({ name, written, bounds, onWrite }: SettingProps) {
  const words = useOwnWords(PRESETS);
  const [least, most] = [words.number(bounds.least), words.number(bounds.most)];
  const never = name === "early_stopping_patience" ? ` ${words.never}` : "";
  return (
    <NumberField
      label={words.fields[name]}
      help={words.bounds(least, most) + never}
      value={written}
      onChange={onWrite}
      problem={isOdd(name, written, bounds) ? words.odd(least, most) : null}
    />
  );
}
