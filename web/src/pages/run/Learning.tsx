import { bestRound, type LiveRun } from "../../api/live";
import { examRate, isByF1 } from "../../api/rate";
import { hasEnded } from "../../api/types";
import { useWords } from "../../i18n";
import { outOfHundred } from "../../i18n/format";
import type { Catalogue } from "../../i18n/pt-BR";
import { Disclosure } from "../../ui/Disclosure";
import { lazyPart, Part } from "../../ui/Part";
import { Paper, Text, Title } from "../../ui/primitives";
import { roundsOf } from "../../ui/progress";
import classes from "./Learning.module.css";
import { isSmallExam } from "./result/report";

/** A chart weighs more than all else of the page. */
const RateChart = lazyPart(() => import("./RateChart"), "RateChart");
const ErrorChart = lazyPart(() => import("./ErrorChart"), "ErrorChart");
const RoundTable = lazyPart(() => import("./RoundTable"), "RoundTable");

/** How the share of right answers, or the F1 of entities, grew, round by round, with its figures a click away. */
export function Learning({ view }: { view: LiveRun }) {
  const { t } = useWords();
  const { epochs } = view;
  const rounds = view.run.status === "completed" ? (epochs.at(-1)?.epoch ?? 1) : roundsOf(view);
  return (
    <Paper component="figure" m={0} data-card>
      <Title order={2} mb="md">
        {headingOf(view, isByF1(view.run.task) ? t.chart.f1 : t.chart.hits)}
      </Title>
      {epochs.length === 0 ? (
        <Text c="dimmed">{t.chart.hitsEmpty}</Text>
      ) : (
        <>
          <div className={classes.chart}>
            <Part>
              <RateChart task={view.run.task} epochs={epochs} rounds={rounds} />
            </Part>
          </div>
          <div className={classes.more}>
            <Disclosure plain label={t.chart.table}>
              {() => (
                <Part>
                  <RoundTable task={view.run.task} epochs={epochs} />
                </Part>
              )}
            </Disclosure>
            <Disclosure plain label={t.chart.error}>
              {() => (
                <Part>
                  <ErrorChart epochs={epochs} rounds={rounds} />
                </Part>
              )}
            </Disclosure>
          </div>
        </>
      )}
    </Paper>
  );
}

function headingOf({ run, epochs, final }: LiveRun, words: Catalogue["chart"]["hits" | "f1"]): string {
  const last = epochs.at(-1);
  if (last === undefined) return words.name;
  const rate = outOfHundred(examRate(run.task, last));
  if (!hasEnded(run.status)) return words.now(rate);
  if (final === null && run.model === null) return words.stopped(rate);
  if (final !== null && isSmallExam(final)) return words.done;
  const best = final ? epochs.find(({ epoch }) => epoch === final.best_epoch) : bestRound(epochs);
  return best ? words.best(outOfHundred(examRate(run.task, best)), best.epoch) : words.done;
}
