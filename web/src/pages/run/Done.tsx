import { IconCircleCheck } from "@tabler/icons-react";
import { bestRound, type LiveRun } from "../../api/live";
import { examRate, isByF1 } from "../../api/rate";
import { outOfHundred } from "../../i18n/format";
import { LIVE, type LiveWords } from "../../i18n/live";
import { useOwnWords } from "../../i18n/own";
import { AlertCard } from "../../ui/AlertCard";
import { Button, Stack } from "../../ui/primitives";
import { Learning } from "./Learning";
import { isSmallExam } from "./result/report";

interface Props {
  view: LiveRun;
  onResult: () => void;
}

/** The end of a run that somebody watched: nothing is taken away from under their eyes. */
export function Done({ view, onResult }: Props) {
  const words = useOwnWords(LIVE);
  return (
    <Stack gap="lg">
      <AlertCard
        tone="success"
        icon={IconCircleCheck}
        title={words.done}
        heading={2}
        actions={<Button onClick={onResult}>{words.result}</Button>}
      >
        {sentenceOf(view, words)}
      </AlertCard>
      <Learning view={view} />
    </Stack>
  );
}

function sentenceOf({ run, epochs, final }: LiveRun, words: LiveWords): string {
  const best = bestRound(epochs);
  if (best === null || final === null || isSmallExam(final)) return words.donePlain;
  return (isByF1(run.task) ? words.doneByF1 : words.doneBody)(outOfHundred(examRate(run.task, best)));
}
