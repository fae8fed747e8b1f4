import { useMemo } from "react";
import type { LiveRun } from "../../api/live";
import { examRate, isByF1 } from "../../api/rate";
import { type EpochMetrics, hasEnded, type RunSummary } from "../../api/types";
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
import { isSmallExam } from "./result/report";

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
          <RateChart task={view.run.task} epochs={epochs} rounds={rounds} />
          <div className={classes.more}>
            <Disclosure plain label={t.chart.table}>
              {() => <RoundTable task={view.run.task} epochs={epochs} />}
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

function headingOf({ run, epochs, final }: LiveRun, words: Catalogue["chart"]["hits" | "f1"]): string {
  const last = epochs.at(-1);
  if (last === undefined) return words.name;
  const rate = outOfHundred(examRate(run.task, last));
  if (!hasEnded(run.status)) return words.now(rate);
  if (final === null) return words.stopped(rate);
  if (isSmallExam(final)) return words.done;
  const best = epochs.find(({ epoch }) => epoch === final.best_epoch);
  return best ? words.best(outOfHundred(examRate(run.task, best)), best.epoch) : words.done;
}

interface Props {
  task: RunSummary["task"];
  epochs: EpochMetrics[];
  rounds: number;
}

function RateChart({ task, epochs, rounds }: Props) {
  const { t, format } = useWords();
  const words = isByF1(task) ? t.chart.f1 : t.chart.hits;
  const xs = useMemo(() => epochs.map(({ epoch }) => epoch), [epochs]);
  const series = useMemo(
    () => [
      {
        label: words.name,
        values: epochs.map((epoch) => examRate(task, epoch)),
        color: "--data-right" as const,
      },
    ],
    [task, epochs, words],
  );
  const [first, last] = [epochs[0], epochs.at(-1)].map((one) =>
    format.percent(one ? examRate(task, one) : 0),
  );
  return (
    <LiveChart
      label={words.picture(epochs.length, first ?? "", last ?? "")}
      xLabel={t.chart.rounds}
      xs={xs}
      xMax={rounds}
      series={series}
      share
      formatY={format.percent}
    />
  );
}
