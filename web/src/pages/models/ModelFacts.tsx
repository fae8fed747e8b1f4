import type { Model } from "../../api/types";
import { useWords, type Words } from "../../i18n";
import { MODELS, type ModelWords } from "../../i18n/models";
import { useOwnWords } from "../../i18n/own";
import { type Fact, FactList } from "../../ui/FactList";
import { Moment } from "../../ui/Moment";

const MOST_LABELS = 6;

/** What it answers, from what it learned, when it was used; `whole` with all that there is. */
export function ModelFacts({ model, whole = false }: { model: Model; whole?: boolean }) {
  const words = useOwnWords(MODELS);
  const { format } = useWords();
  const facts = shortFacts(model, words, whole ? model.labels.length : MOST_LABELS);
  return <FactList facts={whole ? [...facts, ...furtherFacts(model, words, format)] : facts} />;
}

function shortFacts(model: Model, words: ModelWords, most: number): Fact[] {
  return [
    { name: words.answers, value: labelsOf(model, words, most) },
    { name: words.trained, value: <Trained model={model} /> },
    {
      name: words.lastUsed,
      value: model.last_used_at ? <Moment at={model.last_used_at} /> : words.neverUsed,
    },
  ];
}

function furtherFacts(model: Model, words: ModelWords, format: Words["format"]): Fact[] {
  const facts: Fact[] = [
    { name: words.machine, value: model.machine.name },
    { name: words.size, value: format.size(model.size_bytes) },
    { name: words.baseModel, value: model.base_model },
  ];
  return model.owner_name ? [{ name: words.owner, value: model.owner_name }, ...facts] : facts;
}

function Trained({ model }: { model: Model }) {
  const words = useOwnWords(MODELS);
  return (
    <>
      <Moment at={model.trained_at} />
      {model.examples !== null && `, ${words.from(model.examples, model.dataset_name)}`}
    </>
  );
}

function labelsOf({ labels }: Model, words: ModelWords, most: number): string {
  if (labels.length === 0) return words.free;
  const shown = labels.slice(0, most).join(" · ");
  return labels.length > most ? `${shown} ${words.more(labels.length - most)}` : shown;
}
