import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useChangeDraft, useDropDraft } from "../../api/drafts";
import { useDataset } from "../../api/reports";
import type { Draft } from "../../api/types";
import { useStart } from "../../api/wishes";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Stack, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { TextField } from "../../ui/TextField";
import { Frame } from "./Frame";
import { Quota } from "./Quota";
import { Saved } from "./Saved";
import { Summary } from "./Summary";
import { WayOn } from "./WayOn";

interface Props {
  draft: Draft;
  datasetId: string;
}

/** The last step: a name, what was chosen, and the start. */
export function StartStep({ draft, datasetId }: Props) {
  const words = useOwnWords(TRAIN).start;
  const { data: dataset } = useDataset(datasetId);
  const { start, busy, error } = useStarting(draft);
  return (
    <Frame step="comecar" draftId={draft.id} title={words.title}>
      <Name draft={draft} suggested={dataset?.name ?? ""} />
      <Section title={words.summary}>
        {dataset && <Summary draft={draft} dataset={dataset} />}
        <Quota />
      </Section>
      {error && <ErrorCard error={error} />}
      <Text c="dimmed">{words.close}</Text>
      <WayOn draftId={draft.id} back="jeito">
        <Button loading={busy} disabled={!dataset} onClick={start}>
          {words.submit}
        </Button>
      </WayOn>
    </Frame>
  );
}

/** Asks once however often it is pressed, then shows the training; the draft has served. */
function useStarting(draft: Draft) {
  const navigate = useNavigate();
  const asking = useStart();
  const drop = useDropDraft();
  const start = () =>
    asking.mutate(draft, {
      onSuccess: ({ id }) => {
        drop.mutate(draft.id);
        void navigate({ to: "/treinos/$id", params: { id }, state: { isNew: true } });
      },
    });
  return { start, busy: asking.isPending || asking.isSuccess, error: asking.error };
}

function Name({ draft, suggested }: { draft: Draft; suggested: string }) {
  const words = useOwnWords(TRAIN).start;
  const change = useChangeDraft(draft.id);
  // Null while nobody writes: then it is what was chosen, here or elsewhere.
  const [name, setName] = useState<string | null>(null);

  function leave() {
    if (name === null) return;
    const plain = name.trim();
    const wanted = plain === "" || plain === suggested ? null : plain;
    const onSuccess = () => setName((now) => (now === name ? null : now));
    if (wanted === draft.name) setName(null);
    else change.mutate({ name: wanted }, { onSuccess });
  }

  return (
    <Stack gap="xs">
      <TextField
        label={words.name}
        help={words.nameHelp}
        value={name ?? draft.name ?? suggested}
        onChange={setName}
        onBlur={leave}
        problem={change.error?.message}
        autoComplete="off"
        optional
      />
      <Saved draft={draft} />
    </Stack>
  );
}
