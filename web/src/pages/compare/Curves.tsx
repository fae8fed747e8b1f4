import { useMemo } from "react";
import { useMetricsOf } from "../../api/comparison";
import { examRate } from "../../api/rate";
import type { Comparison, EpochMetrics, RunMetrics, RunSummary } from "../../api/types";
import { useWords } from "../../i18n";
import { COMPARE } from "../../i18n/compare";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { LiveChart, type Series } from "../../ui/LiveChart";
import { MARKS } from "../../ui/marks";
import { Text } from "../../ui/primitives";
import { Waiting } from "../../ui/Waiting";
import { markOf } from "./findings";

interface Props {
  comparison: Comparison;
  of: "acerto" | "erro";
}

/** One line a training, round by round. */
export function Curves({ comparison: { runs }, of }: Props) {
  const { data, error } = useMetricsOf(runs.map(({ run }) => run.id));
  if (!data) return error ? <ErrorCard error={error} /> : <Waiting />;
  return <Drawn runs={runs.map(({ run }) => run)} metrics={data} of={of} />;
}

interface DrawnProps {
  runs: RunSummary[];
  metrics: RunMetrics[];
  of: Props["of"];
}

function Drawn({ runs, metrics, of }: DrawnProps) {
  const { format } = useWords();
  const words = useOwnWords(COMPARE);
  const rounds = Math.max(0, ...metrics.map(({ epochs }) => epochs.length));
  const xs = useMemo(() => Array.from({ length: rounds }, (_, at) => at + 1), [rounds]);
  const series = useMemo(
    () => runs.map((run, place) => lineOf(run, metrics[place]?.epochs ?? [], place, xs, of)),
    [runs, metrics, xs, of],
  );
  if (rounds === 0) return <Text c="dimmed">{words.noPicture}</Text>;
  const formatY = of === "acerto" ? format.percent : (value: number) => format.decimal(value, 2);
  const ends = series.flatMap(({ values }, place) => {
    const last = values.findLast((value) => value !== null);
    return typeof last === "number" ? [words.end(markOf(place), formatY(last))] : [];
  });
  return (
    <LiveChart
      label={words.drawing(words.pictures[of], ends.join("; "))}
      xLabel={words.rounds}
      xs={xs}
      xMax={rounds}
      series={series}
      share={of === "acerto"}
      formatY={formatY}
      height={320}
    />
  );
}

function lineOf(
  run: RunSummary,
  epochs: EpochMetrics[],
  place: number,
  xs: number[],
  of: Props["of"],
): Series {
  const { letter, color, dashed } = MARKS[place] ?? { letter: "", color: "--data-6", dashed: false };
  const figure = (epoch: EpochMetrics) =>
    of === "acerto" ? examRate(run.task, epoch) : epoch.validation_loss;
  const known = new Map(epochs.map((epoch) => [epoch.epoch, figure(epoch)]));
  return { label: `${letter} · ${run.name}`, values: xs.map((x) => known.get(x) ?? null), color, dashed };
}
