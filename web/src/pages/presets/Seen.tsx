import type { WholeHyperparameters } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { PRESETS } from "../../i18n/presets";
import { Text } from "../../ui/primitives";

type Told = Pick<WholeHyperparameters, "epochs" | "early_stopping_patience" | "max_length">;

/** What a preset means, in the words of people who train with it. */
export function Seen({ hyperparameters }: { hyperparameters: Told }) {
  const words = useOwnWords(PRESETS);
  const { epochs, early_stopping_patience: patience, max_length } = hyperparameters;
  const study = patience === null ? words.all(epochs) : `${words.rounds(epochs)} ${words.stops(patience)}`;
  return <Text>{`${study} ${words.reads(max_length)}`}</Text>;
}
