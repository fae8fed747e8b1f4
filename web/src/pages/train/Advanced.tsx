import { lazy, Suspense, useState } from "react";
import { useChangeDraft } from "../../api/drafts";
import type { Draft, Hyperparameters, PresetShown, Task } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { Disclosure } from "../../ui/Disclosure";
import { Stack, Text, Title } from "../../ui/primitives";
import { Select } from "../../ui/Select";
import { Waiting } from "../../ui/Waiting";
import classes from "./Advanced.module.css";
import { AskedAs } from "./AskedAs";
import { BaseModel } from "./BaseModel";
import { FigureField } from "./FigureField";
import { figureOf } from "./figures";

const Configuration = lazy(async () => ({ default: (await import("./Configuration")).Configuration }));

const MAIN = ["epochs", "learning_rate", "batch_size", "max_length", "early_stopping_patience"] as const;
const MORE = ["warmup_steps", "weight_decay", "gradient_accumulation"] as const;
const OF_DATA = ["train_split", "seed"] as const;

interface Props {
  draft: Draft;
  presets: PresetShown[];
  task: Task | undefined;
}

/** Every setting that most people leave to the way of training. */
export function Advanced({ draft, presets, task }: Props) {
  const words = useOwnWords(TRAIN).way;
  const change = useChangeDraft(draft.id);
  // What is written as JSON is written into the fields anew.
  const [written, setWritten] = useState(0);
  const fields = { draft, preset: presets.find(({ preset }) => preset === draft.preset) };
  return (
    <Stack gap="lg">
      <Text c="dimmed">{words.advancedHelp}</Text>
      <Fields key={`main ${written}`} title={words.groups.main} names={[...MAIN, ...MORE]} {...fields} />
      <Fields key={`data ${written}`} title={words.groups.data} names={[...OF_DATA]} {...fields} />
      {task === "text-classification" && <Weights draft={draft} />}
      <BaseModel draft={draft} onChoose={(base_model) => change.mutate({ base_model })} />
      <Disclosure label={words.json}>
        {() => (
          <Suspense fallback={<Waiting />}>
            <Configuration draft={draft} onKept={() => setWritten(written + 1)} />
          </Suspense>
        )}
      </Disclosure>
      <Disclosure label={words.copy}>{() => <AskedAs draft={draft} />}</Disclosure>
    </Stack>
  );
}

interface FieldsProps {
  title: string;
  names: string[];
  draft: Draft;
  preset: PresetShown | undefined;
}

function Fields({ title, names, draft, preset }: FieldsProps) {
  const { language } = useWords();
  const defaults = (preset?.hyperparameters ?? {}) as Record<string, unknown>;
  return (
    <section className={classes.group}>
      <Title order={2} size="h3">
        {title}
      </Title>
      <div className={classes.fields}>
        {names.map((name) => (
          <FigureField
            key={name}
            name={name}
            draft={draft}
            placeholder={figureOf(defaults[name], language === "pt-BR")}
          />
        ))}
      </div>
    </section>
  );
}

type Weighing = "auto" | "yes" | "no";

function Weights({ draft }: { draft: Draft }) {
  const words = useOwnWords(TRAIN).way;
  const change = useChangeDraft(draft.id);
  const chosen = draft.hyperparameters.use_class_weights;
  const value: Weighing = chosen === true ? "yes" : chosen === false ? "no" : "auto";
  const choose = (wanted: Weighing) => {
    const { use_class_weights: _, ...others } = draft.hyperparameters as Hyperparameters;
    const hyperparameters = wanted === "auto" ? others : { ...others, use_class_weights: wanted === "yes" };
    change.mutate({ hyperparameters });
  };
  const choices = (Object.keys(words.weightsChoices) as Weighing[]).map((each) => ({
    value: each,
    label: words.weightsChoices[each],
  }));
  return (
    <div>
      <Select labelled label={words.weights} value={value} choices={choices} onChoose={choose} />
      <Text size="sm" c="dimmed" mt={4}>
        {words.weightsHelp}
      </Text>
    </div>
  );
}
