import type { LiveRun } from "../../../api/live";
import { examRate, isByF1 } from "../../../api/rate";
import type { Aftermath } from "../../../api/types";
import { FAILED, type FailedWords } from "../../../i18n/failed";
import { outOfHundred } from "../../../i18n/format";
import { useOwnWords } from "../../../i18n/own";
import { type Fact, FactList } from "../../../ui/FactList";
import { roundsOf } from "../../../ui/progress";
import { Section } from "../../../ui/Section";
import { TextLink } from "../../../ui/TextLink";

interface Props {
  view: LiveRun;
  /** Undefined until it was read. */
  aftermath: Aftermath | undefined;
}

/** What there still is of a training that ended too early. */
export function Kept({ view, aftermath }: Props) {
  const words = useOwnWords(FAILED);
  const { run, epochs } = view;
  const facts: Fact[] = [
    { name: words.rounds, value: words.roundsOf(epochs.length, roundsOf(view)) },
    ...bestOf(view, words),
    ...(run.status === "failed" ? savePointOf(view, aftermath, words) : []),
    { name: words.model, value: run.model ? words.keptModel : words.noModel },
    {
      name: words.spreadsheet,
      value: (
        <TextLink to="/planilhas/$id" params={{ id: run.dataset_id }}>
          {run.dataset_name}
        </TextLink>
      ),
    },
  ];
  return (
    <Section title={words.kept}>
      <FactList facts={facts} />
    </Section>
  );
}

function bestOf({ run, epochs }: LiveRun, words: FailedWords): Fact[] {
  const best = epochs.findLast(({ is_best }) => is_best);
  if (best === undefined) return [];
  const rate = outOfHundred(examRate(run.task, best));
  return [{ name: words.best, value: isByF1(run.task) ? words.bestF1(rate) : words.bestOf(rate) }];
}

/** One that was there once goes along with whoever tries the same settings again. */
function savePointOf(
  { run: { id }, epochs }: LiveRun,
  aftermath: Aftermath | undefined,
  words: FailedWords,
): Fact[] {
  if (aftermath === undefined) return [];
  const { save_point: point, tries } = aftermath;
  const here = tries.findIndex((each) => each.id === id);
  const later = tries.slice(here + 1).some(({ lightened }) => lightened === tries[here]?.lightened);
  const none = later && epochs.length > 0 ? words.takenSavePoint : words.noSavePoint;
  return [{ name: words.savePoint, value: point ? words.savedIn(point.epochs, point.worker_name) : none }];
}
