import type { Model } from "../../api/types";
import { MODELS } from "../../i18n/models";
import { useOwnWords } from "../../i18n/own";
import { Stack, Text, Title } from "../../ui/primitives";
import { RowLink } from "../../ui/TextLink";
import { examOf, noteOf } from "./exam";
import { ModelChips } from "./ModelChips";
import { ModelFacts } from "./ModelFacts";
import classes from "./Models.module.css";

/** One model in the list; the whole card leads to it. */
export function ModelCard({ model }: { model: Model }) {
  const words = useOwnWords(MODELS);
  const note = noteOf(model, words);
  return (
    <li className={classes.card} data-card>
      <Stack gap="xs">
        <Title order={2} size="h3">
          <RowLink to="/modelos/$id" params={{ id: model.id }}>
            {model.name}
          </RowLink>
        </Title>
        <ModelChips model={model} />
        <Text>
          {examOf(model, words)}
          {note && (
            <Text span c="dimmed">
              {` · ${note}`}
            </Text>
          )}
        </Text>
      </Stack>
      <ModelFacts model={model} />
    </li>
  );
}
