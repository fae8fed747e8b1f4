import { useMemo } from "react";
import { examRate, isByF1 } from "../../api/rate";
import type { EpochMetrics, RunSummary } from "../../api/types";
import { useWords } from "../../i18n";
import { LiveChart } from "../../ui/LiveChart";

interface Props {
  task: RunSummary["task"];
  epochs: EpochMetrics[];
  rounds: number;
}

/** The rate of every round's exam. */
export function RateChart({ task, epochs, rounds }: Props) {
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
