import { useMemo, useState } from "react";
import type { LiveRun } from "../../api/live";
import { smoothed } from "../../api/points";
import { hasEnded } from "../../api/types";
import { usePoints } from "../../api/usePoints";
import { useWords } from "../../i18n";
import { LIVE } from "../../i18n/live";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { type Fact, FactLine } from "../../ui/FactList";
import { LiveChart } from "../../ui/LiveChart";
import { Stack, Text } from "../../ui/primitives";
import { Switch } from "../../ui/Switch";
import { Waiting } from "../../ui/Waiting";

/** The training error of every step, as it was measured, with its moving average on demand. */
export function Steps({ view: { run } }: { view: LiveRun }) {
  const words = useOwnWords(LIVE).steps;
  const { curve, error, retry } = usePoints(run.id, run.attempt, !hasEnded(run.status));
  if (error) return <ErrorCard error={error} retry={retry} />;
  if (!curve) return <Waiting />;
  if (curve.steps.length === 0) return <Text c="dimmed">{words.empty}</Text>;
  return (
    <Stack gap="sm">
      <Text c="dimmed">{words.help}</Text>
      <StepChart {...curve} end={run.progress?.steps ?? 0} />
      <Now progress={run.progress} />
    </Stack>
  );
}

interface Curve {
  steps: number[];
  losses: number[];
  /** Steps of the whole run; 0 while unknown. */
  end: number;
}

function StepChart({ steps, losses, end }: Curve) {
  const { format } = useWords();
  const words = useOwnWords(LIVE).steps;
  const [smooth, setSmooth] = useState(false);
  const series = useMemo(() => {
    const raw = { label: words.raw, values: losses, color: "--data-wrong" as const };
    const mean = { label: words.smooth, values: smoothed(losses), color: "--data-right" as const };
    return smooth ? [raw, mean] : [raw];
  }, [losses, smooth, words]);
  const [from, to] = [losses[0], losses.at(-1)].map((loss) => format.decimal(loss ?? 0, 3));
  return (
    <>
      <Switch label={words.smoothing} checked={smooth} onChange={setSmooth} />
      <LiveChart
        label={words.picture(steps.length, from ?? "", to ?? "")}
        xLabel={words.axis}
        xs={steps}
        xMax={Math.max(end, steps.at(-1) ?? 0)}
        series={series}
        formatY={(value) => format.decimal(value, 2)}
      />
    </>
  );
}

/** Two figures beside the error; what is not known is left out. */
function Now({ progress }: { progress: LiveRun["run"]["progress"] }) {
  const { format } = useWords();
  const words = useOwnWords(LIVE).steps;
  const known: [string, string | null][] = [
    [words.rate, written(progress?.learning_rate, format.scientific)],
    [words.speed, written(progress?.examples_per_second, (value) => format.decimal(value, 1))],
  ];
  const facts = known.filter((fact): fact is [string, string] => fact[1] !== null);
  return <FactLine facts={facts.map(([name, value]): Fact => ({ name, value }))} />;
}

function written(value: number | null | undefined, format: (value: number) => string): string | null {
  return value == null ? null : format(value);
}
