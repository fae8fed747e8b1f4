import type { Dataset, Draft } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { type Fact, FactList } from "../../ui/FactList";
import { TextLink } from "../../ui/TextLink";
import { figureOf } from "./figures";
import type { StepName } from "./steps";
import { usePresetName } from "./usePresetName";

interface Props {
  draft: Draft;
  dataset: Dataset;
}

/** The settings that are other than the preset's, by the names that their fields have. */
function useChanges(draft: Draft): string[] {
  const { language } = useWords();
  const words = useOwnWords(TRAIN).way;
  return Object.entries(draft.hyperparameters).map(([name, value]) => {
    if (name === "use_class_weights")
      return `${words.weights}: ${words.weightsChoices[value ? "yes" : "no"]}`;
    const shown = typeof value === "number" ? figureOf(value, language === "pt-BR") : String(value);
    return `${words.fields[name]?.[0] ?? name}: ${shown}`;
  });
}

/** What was chosen, each with the way to change it. */
export function Summary({ draft, dataset }: Props) {
  const { format } = useWords();
  const { start: words, check } = useOwnWords(TRAIN);
  const changes = useChanges(draft);
  const preset = usePresetName(draft.preset);
  const rows: [string, string, StepName][] = [
    [words.sheet, dataset.name, "planilha"],
    [words.task, check.tasks[dataset.task], "conferencia"],
    [words.examples, format.count(dataset.examples), "conferencia"],
    [words.way, preset, "jeito"],
    ...(draft.base_model ? [[words.model, draft.base_model, "jeito"] as [string, string, StepName]] : []),
    ...(changes.length > 0
      ? [[words.changes, changes.join("; "), "jeito"] as [string, string, StepName]]
      : []),
  ];
  return (
    <FactList
      facts={rows.map(
        ([name, value, step]): Fact => ({
          name,
          value: (
            <>
              {`${value} `}
              <TextLink
                to="/treinar/$draft/$step"
                params={{ draft: draft.id, step }}
                aria-label={words.changeOf(name)}
              >
                {words.change}
              </TextLink>
            </>
          ),
        }),
      )}
    />
  );
}
