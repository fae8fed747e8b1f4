import { useMemo } from "react";
import type { LiveRun } from "../../api/live";
import { type EpochMetrics, hasEnded } from "../../api/types";
import { useWords } from "../../i18n";
import { outOfHundred } from "../../i18n/format";
import type { Catalogue } from "../../i18n/pt-BR";
import { Disclosure } from "../../ui/Disclosure";
import { LiveChart } from "../../ui/LiveChart";
import { Paper, Text, Title } from "../../ui/primitives";
import { roundsOf } from "../../ui/progress";
import { ErrorChart } from "./ErrorChart";
import classes from "./Learning.module.css";
import { RoundTable } from "./RoundTable";
import { isSmallExam } from "./report";

/** How the share of right answers grew, round by round, with its figures a click away. */
export function Learning({ view }: { view: LiveRun }) {
  const { t } = useWords();
  const { epochs } = view;
  const rounds = view.run.status === "completed" ? (epochs.at(-1)?.epoch ?? 1) : roundsOf(view);
  return (
    <Paper component="figure" m={0} data-card>
      <Title order={2} mb="md">
        {headingOf(view, t.chart)}
      </Title>
      {epochs.length === 0 ? (
        <Text c="dimmed">{t.chart.hitsEmpty}</Text>
      ) : (
        <>
          <HitsChart epochs={epochs} rounds={rounds} />
          <div className={classes.more}>
            <Disclosure plain label={t.chart.table}>
              {() => <RoundTable epochs={epochs} />}
            </Disclosure>
            <Disclosure plain label={t.chart.error}>
              {() => <ErrorChart epochs={epochs} rounds={rounds} />}
            </Disclosure>
          </div>
        </>
      )}
    </Paper>
  );
}

function headingOf({ run, epochs, final }: LiveRun, words: Catalogue["chart"]): string {
  const last = epochs.at(-1);
  if (last === undefined) return words.hits;
  const hits = outOfHundred(last.validation_accuracy);
  if (!hasEnded(run.status)) return words.hitsNow(hits);
  if (final === null) return words.hitsStopped(hits);
  if (isSmallExam(final)) return words.hitsDone;
  const best = epochs.find(({ epoch }) => epoch === final.best_epoch);
  return best ? words.hitsBest(outOfHundred(best.validation_accuracy), best.epoch) : words.hitsDone;
}

function HitsChart({ epochs, rounds }: { epochs: EpochMetrics[]; rounds: number }) {
  const { t, format } = useWords();
  const xs = useMemo(() => epochs.map(({ epoch }) => epoch), [epochs]);
  const series = useMemo(
    () => [
      {
        label: t.chart.hits,
        values: epochs.map(({ validation_accuracy }) => validation_accuracy),
        color: "--data-right" as const,
      },
    ],
    [epochs, t],
  );
  const [first, last] = [epochs[0], epochs.at(-1)].map((one) =>
    format.percent(one?.validation_accuracy ?? 0),
  );
  return (
    <LiveChart
      label={t.chart.picture(epochs.length, first ?? "", last ?? "")}
      xLabel={t.chart.rounds}
      xs={xs}
      xMax={rounds}
      series={series}
      share
      formatY={format.percent}
    />
  );
}
