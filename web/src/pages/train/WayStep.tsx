import { IconInfoCircle } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useChangeDraft } from "../../api/drafts";
import { useDataset } from "../../api/reports";
import type { Draft, Preset, PresetEstimate, PresetShown } from "../../api/types";
import { useEstimates, usePresets } from "../../api/wishes";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { AlertCard } from "../../ui/AlertCard";
import { Disclosure } from "../../ui/Disclosure";
import { ErrorCard } from "../../ui/ErrorCard";
import { RadioCards } from "../../ui/RadioCards";
import { Waiting } from "../../ui/Waiting";
import { Frame } from "./Frame";
import { Saved } from "./Saved";
import { WayOn } from "./WayOn";
import classes from "./WayStep.module.css";

const Advanced = lazy(async () => ({ default: (await import("./Advanced")).Advanced }));

interface Props {
  draft: Draft;
  datasetId: string;
}

/** The third step: how to train, with what it costs in time. */
export function WayStep({ draft, datasetId }: Props) {
  const words = useOwnWords(TRAIN).way;
  const presets = usePresets();
  const { data: dataset } = useDataset(datasetId);
  const estimates = useEstimates(draft, dataset?.version ?? 1).data?.presets;
  const change = useChangeDraft(draft.id);
  return (
    <Frame
      step="jeito"
      draftId={draft.id}
      title={words.title}
      {...(dataset && { lead: words.learns[dataset.task](dataset.labels.length, dataset.examples) })}
    >
      {estimates?.every(({ workers }) => workers.length === 0) && <NoMachine />}
      {change.error && <ErrorCard error={change.error} />}
      {presets.data ? (
        <Ways
          {...{ draft, estimates }}
          presets={presets.data}
          onChoose={(preset) => change.mutate({ preset })}
        />
      ) : presets.error ? (
        <ErrorCard error={presets.error} retry={() => void presets.refetch()} />
      ) : (
        <Waiting />
      )}
      <Disclosure label={words.advanced(Object.keys(draft.hyperparameters).length)}>
        {() => (
          <Suspense fallback={<Waiting />}>
            <Advanced draft={draft} presets={presets.data ?? []} task={dataset?.task} />
          </Suspense>
        )}
      </Disclosure>
      <Saved draft={draft} />
      <WayOn draftId={draft.id} back="conferencia" next="comecar" />
    </Frame>
  );
}

function NoMachine() {
  const words = useOwnWords(TRAIN).way;
  return (
    <AlertCard tone="caution" icon={IconInfoCircle} heading={2} title={words.noMachine}>
      {words.noMachineDo}
    </AlertCard>
  );
}

interface WaysProps {
  draft: Draft;
  presets: PresetShown[];
  estimates: PresetEstimate[] | undefined;
  onChoose: (preset: Preset) => void;
}

function Ways({ draft, presets, estimates, onChoose }: WaysProps) {
  const { language } = useWords();
  const words = useOwnWords(TRAIN).way;
  const named = language === "en" ? "en" : "pt_br";
  return (
    <RadioCards
      legend={words.legend}
      value={draft.preset}
      cards={presets.map(({ preset, names }) => ({
        value: preset,
        title: names[named],
        children: (
          <>
            <span>{words.presets[preset].what}</span>
            <span className={classes.quiet}>{words.presets[preset].gain}</span>
            <Time estimate={estimates?.find((each) => each.preset === preset)} />
          </>
        ),
      }))}
      onChoose={onChoose}
    />
  );
}

/** On the machine that would be quickest. */
function Time({ estimate }: { estimate: PresetEstimate | undefined }) {
  const words = useOwnWords(TRAIN).way;
  if (!estimate) return <span className={classes.quiet}>{words.estimating}</span>;
  const known = estimate.workers.filter(({ high_seconds }) => high_seconds !== null);
  const [quickest] = known.sort((one, other) => (one.high_seconds ?? 0) - (other.high_seconds ?? 0));
  if (quickest) return <span>{words.time(quickest.sentence, quickest.worker_name)}</span>;
  return estimate.workers.length > 0 ? <span className={classes.quiet}>{words.noTime}</span> : null;
}
