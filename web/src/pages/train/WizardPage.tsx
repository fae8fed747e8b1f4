import { useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useDraft } from "../../api/drafts";
import { isRefused } from "../../api/problem";
import type { Draft } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Group, Stack, Text } from "../../ui/primitives";
import { ButtonLink } from "../../ui/TextLink";
import { Waiting } from "../../ui/Waiting";
import { Frame } from "./Frame";
import { SheetStep } from "./SheetStep";
import { type StepName, stepOf } from "./steps";

const CheckStep = lazy(async () => ({ default: (await import("./CheckStep")).CheckStep }));
const WayStep = lazy(async () => ({ default: (await import("./WayStep")).WayStep }));
const StartStep = lazy(async () => ({ default: (await import("./StartStep")).StartStep }));

/** A training that is being put together, at the step that the address names. */
export function WizardPage() {
  const { draft: id, step } = useParams({ from: "/treinar/$draft/$step" });
  const { data: draft, error, refetch } = useDraft(id);
  if (isRefused(error, 404)) return <Gone />;
  if (!draft) {
    return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  }
  const name = stepOf(step);
  return (
    <Suspense fallback={<Waiting />}>
      <Step key={name} name={name} draft={draft} />
    </Suspense>
  );
}

function Step({ name, draft }: { name: StepName; draft: Draft }) {
  if (name === "planilha") return <SheetStep draft={draft} />;
  const { dataset_id: datasetId } = draft;
  if (datasetId === null) return <NoSheet name={name} draft={draft} />;
  const Shown = { conferencia: CheckStep, jeito: WayStep, comecar: StartStep }[name];
  return <Shown key={datasetId} draft={draft} datasetId={datasetId} />;
}

function NoSheet({ name, draft }: { name: StepName; draft: Draft }) {
  const words = useOwnWords(TRAIN);
  return (
    <Frame step={name} draftId={draft.id} title={words.noSheet}>
      <div>
        <ButtonLink to="/treinar/$draft/$step" params={{ draft: draft.id, step: "planilha" }}>
          {words.chooseSheet}
        </ButtonLink>
      </div>
    </Frame>
  );
}

function Gone() {
  const words = useOwnWords(TRAIN);
  return (
    <Stack gap="lg">
      <PageHeading>{words.gone}</PageHeading>
      <Text>{words.goneDo}</Text>
      <Group gap="sm">
        <ButtonLink to="/treinos">{words.toRuns}</ButtonLink>
        <ButtonLink to="/treinar" variant="default">
          {words.again}
        </ButtonLink>
      </Group>
    </Stack>
  );
}
