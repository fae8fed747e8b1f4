import { useMemo } from "react";
import type { EpochMetrics } from "../../api/types";
import { useWords } from "../../i18n";
import { LiveChart } from "../../ui/LiveChart";
import { Text, Title } from "../../ui/primitives";

interface Props {
  epochs: EpochMetrics[];
  rounds: number;
}

/** The losses of each round: while training, and in the exam. */
export function ErrorChart({ epochs, rounds }: Props) {
  const { t, format } = useWords();
  const xs = useMemo(() => epochs.map(({ epoch }) => epoch), [epochs]);
  const series = useMemo(
    () => [
      {
        label: t.chart.learning,
        values: epochs.map(({ train_loss }) => train_loss),
        color: "--data-wrong" as const,
      },
      {
        label: t.chart.exam,
        values: epochs.map(({ validation_loss }) => validation_loss),
        color: "--data-right" as const,
        dashed: true,
      },
    ],
    [epochs, t],
  );
  const [first, last] = [epochs[0], epochs.at(-1)].map((one) => format.decimal(one?.train_loss ?? 0, 2));
  return (
    <>
      <Title order={3}>{t.chart.errorTitle}</Title>
      <Text c="dimmed" mb="sm">
        {t.chart.errorHelp}
      </Text>
      <LiveChart
        label={t.chart.errorPicture(epochs.length, first ?? "", last ?? "")}
        xLabel={t.chart.rounds}
        xs={xs}
        xMax={rounds}
        series={series}
        formatY={(value) => format.decimal(value, 2)}
        height={200}
      />
    </>
  );
}
