import type { Comparison } from "../../api/types";
import { COMPARE } from "../../i18n/compare";
import { formatDuration } from "../../i18n/format";
import { useOwnWords } from "../../i18n/own";
import { BarList } from "../../ui/BarRow";
import { Text } from "../../ui/primitives";
import { markOf } from "./findings";

/** How long each training took, those that are over. */
export function TimeBars({ comparison: { runs, figures } }: { comparison: Comparison }) {
  const words = useOwnWords(COMPARE);
  const seconds = figures.find(({ name }) => name === "seconds")?.values.map(Number) ?? [];
  const longest = Math.max(...seconds);
  if (!(longest > 0)) return <Text c="dimmed">{words.noPicture}</Text>;
  const bars = runs.flatMap(({ run }, place) => {
    const took = seconds[place] ?? 0;
    const label = `${markOf(place)} · ${run.name}`;
    return took > 0 ? [{ label, text: formatDuration(took), share: took / longest, warning: null }] : [];
  });
  return <BarList bars={bars} />;
}
