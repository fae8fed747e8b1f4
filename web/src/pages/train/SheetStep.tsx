import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useBeginDraft, useChangeDraft } from "../../api/drafts";
import { useDataset } from "../../api/reports";
import type { Draft } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { ErrorCard } from "../../ui/ErrorCard";
import { Stack, Text } from "../../ui/primitives";
import { EarlierSheets } from "./EarlierSheets";
import { FileLimits } from "./FileLimits";
import { Frame } from "./Frame";
import { SampleSheet } from "./SampleSheet";
import { SheetDrop } from "./SheetDrop";
import { WayOn } from "./WayOn";

interface Props {
  /** Null where nothing is kept yet. */
  draft: Draft | null;
  /** Whether the sample sheet is to be sent at once. */
  withSample?: boolean;
  children?: React.ReactNode;
}

/** The first step: a sheet is sent, or one that was sent before is chosen. */
export function SheetStep({ draft, withSample = false, children }: Props) {
  const words = useOwnWords(TRAIN).sheet;
  const { take, error } = useTaking(draft);
  const [given, setGiven] = useState<File | null>(null);
  return (
    <Frame step="planilha" draftId={draft?.id ?? null} title={words.title} lead={words.lead}>
      {draft?.dataset_id && <Current datasetId={draft.dataset_id} />}
      {error && <ErrorCard error={error} />}
      <Stack gap="xs">
        <SheetDrop given={given} onDone={({ id }) => take(id)} />
        <Text size="sm" c="dimmed">
          {words.privacy}
        </Text>
      </Stack>
      <SampleSheet onFile={setGiven} atOnce={withSample} />
      <EarlierSheets onChoose={take} />
      <FileLimits />
      {children}
      {draft?.dataset_id && <WayOn draftId={draft.id} back="planilha" next="conferencia" />}
    </Frame>
  );
}

/** Puts a dataset into the draft, or into a new one, and goes on to the next step. */
function useTaking(draft: Draft | null) {
  const navigate = useNavigate();
  const begin = useBeginDraft();
  const change = useChangeDraft(draft?.id ?? "");
  const goOn = (id: string) =>
    void navigate({ to: "/treinar/$draft/$step", params: { draft: id, step: "conferencia" } });
  /** The browser's way back leads to the draft's own first step, not to where another would begin. */
  async function enter(id: string) {
    await navigate({ to: "/treinar/$draft/$step", params: { draft: id, step: "planilha" }, replace: true });
    goOn(id);
  }
  const take = (datasetId: string) => {
    if (draft === null) begin.mutate(datasetId, { onSuccess: ({ id }) => void enter(id) });
    else change.mutate({ dataset_id: datasetId }, { onSuccess: () => goOn(draft.id) });
  };
  return { take, error: begin.error ?? change.error };
}

function Current({ datasetId }: { datasetId: string }) {
  const words = useOwnWords(TRAIN).sheet;
  const { data } = useDataset(datasetId);
  return (
    <Text>
      {data && `${words.current(data.name)} `}
      {words.currentDo}
    </Text>
  );
}
