import { useNavigate } from "@tanstack/react-router";
import type { Compared, Comparison } from "../../api/types";
import { COMPARE } from "../../i18n/compare";
import { outOfHundred } from "../../i18n/format";
import { useOwnWords } from "../../i18n/own";
import { Button, Group, Text } from "../../ui/primitives";
import { RunMark } from "../../ui/RunMark";
import { Section } from "../../ui/Section";
import { StateChip } from "../../ui/StateChip";
import { TextLink } from "../../ui/TextLink";
import { rateIn } from "./findings";
import classes from "./RunCards.module.css";

/** The trainings that are compared, each with its mark. */
export function RunCards({ comparison }: { comparison: Comparison }) {
  const words = useOwnWords(COMPARE);
  return (
    <Section title={words.runs}>
      <ul className={classes.cards}>
        {comparison.runs.map((compared, place) => (
          <RunCard key={compared.run.id} compared={compared} place={place} />
        ))}
      </ul>
    </Section>
  );
}

function RunCard({ compared, place }: { compared: Compared; place: number }) {
  const words = useOwnWords(COMPARE);
  const { run, rate, interval } = compared;
  const remove = useRemove(run.id);
  return (
    <li className={classes.card}>
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <RunMark place={place} />
        <TextLink to="/treinos/$id" params={{ id: run.id }}>
          {run.name}
        </TextLink>
      </Group>
      <Text fw={600}>{rate === null ? words.noExam : rateIn(compared, rate, words)}</Text>
      {interval && (
        <Text size="sm" c="dimmed">
          {words.range(outOfHundred(interval.low), outOfHundred(interval.high))}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {run.dataset_name}
      </Text>
      <Group gap="sm" justify="space-between" className={classes.foot}>
        <StateChip status={run.status} cancelRequested={run.cancel_requested} />
        <Button variant="subtle" size="xs" aria-label={words.removeOf(run.name)} onClick={remove}>
          {words.remove}
        </Button>
      </Group>
    </li>
  );
}

function useRemove(id: string): () => void {
  const navigate = useNavigate({ from: "/comparar" });
  const without = (ids = "") => ids.split(",").filter((each) => each !== id);
  return () =>
    void navigate({ search: (now) => ({ ...now, ids: without(now.ids).join(",") }), replace: true });
}
