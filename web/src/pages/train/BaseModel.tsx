import type { BaseModelShown, Draft } from "../../api/types";
import { useBaseModels } from "../../api/wishes";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { TRAIN, type TrainWords } from "../../i18n/train";
import { Text } from "../../ui/primitives";
import { Select } from "../../ui/Select";

interface Props {
  draft: Draft;
  /** Told null for the one that is packaged. */
  onChoose: (name: string | null) => void;
}

/** What the training begins from. */
export function BaseModel({ draft, onChoose }: Props) {
  const { format } = useWords();
  const words = useOwnWords(TRAIN).way;
  const models = useBaseModels().data?.items;
  if (!models) return null;
  const packaged = models.find(({ is_packaged }) => is_packaged)?.name;
  return (
    <div>
      <Select
        labelled
        label={words.model}
        value={draft.base_model ?? packaged ?? ""}
        choices={models.map((model) => ({
          value: model.name,
          label: told(model, words, (megabytes) => format.size(megabytes * 1e6)),
        }))}
        onChoose={(name) => onChoose(name === packaged ? null : name)}
      />
      <Text size="sm" c="dimmed" mt={4}>
        {words.modelHelp}
      </Text>
    </div>
  );
}

function told(
  { name, is_packaged, languages, size_megabytes }: BaseModelShown,
  words: TrainWords["way"],
  size: (megabytes: number) => string,
): string {
  if (is_packaged) return words.modelPackaged(name);
  if (size_megabytes === null) return name;
  const spoken = languages.map((code) => words.languages[code] ?? code).join(", ");
  return words.modelSize(name, size(size_megabytes), spoken || words.manyLanguages);
}
