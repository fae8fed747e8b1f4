import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useCanChange, useModel } from "../../api/models";
import { useTechnical } from "../../api/preferences";
import type { Model } from "../../api/types";
import { useWords } from "../../i18n";
import { MODELS } from "../../i18n/models";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Group, Paper, Stack, Text } from "../../ui/primitives";
import { BackLink, TextLink } from "../../ui/TextLink";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { Classifying } from "../classifying/Classifying";
import { Reach } from "../classifying/Reach";
import { Trial } from "../trial/Trial";
import { examOf, noteOf } from "./exam";
import { ModelActions } from "./ModelActions";
import { ModelChips } from "./ModelChips";
import { ModelFacts } from "./ModelFacts";
import { RenameModel } from "./RenameModel";
import { Sharing } from "./Sharing";
import { UseByProgram } from "./UseByProgram";

/** One model: what it can do, and everything that can be done with it. */
export function ModelPage() {
  const { t } = useWords();
  const words = useOwnWords(MODELS);
  const { id } = useParams({ from: "/modelos/$id" });
  const { data, error, refetch } = useModel(id);
  useTitle(`${data?.name ?? words.title} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      {data ? (
        <ModelView model={data} />
      ) : (
        <>
          <BackLink to="/modelos">{words.back}</BackLink>
          {error && <PageHeading>{words.title}</PageHeading>}
          {error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />}
        </>
      )}
    </Stack>
  );
}

function ModelView({ model }: { model: Model }) {
  const technical = useTechnical();
  const canChange = useCanChange(model);
  const usable = !model.deletion_requested_at && model.machine.status !== "revoked";
  return (
    <>
      <ModelHead model={model} canChange={canChange} />
      <Reach model={model} />
      <About model={model} canChange={canChange} />
      {usable && <Trial model={model} />}
      <Classifying model={model} />
      {canChange && !model.deletion_requested_at && <Sharing model={model} />}
      {technical && usable && <UseByProgram model={model} />}
    </>
  );
}

function ModelHead({ model, canChange }: { model: Model; canChange: boolean }) {
  const words = useOwnWords(MODELS);
  const [renaming, setRenaming] = useState(false);
  return (
    <Stack gap="sm">
      <div>
        <BackLink to="/modelos">{words.back}</BackLink>
        <PageHeading
          aside={
            canChange && !model.deletion_requested_at ? (
              <ModelActions model={model} onRename={() => setRenaming(true)} />
            ) : undefined
          }
        >
          {model.name}
        </PageHeading>
      </div>
      <ModelChips model={model} />
      {renaming && <RenameModel model={model} onDone={() => setRenaming(false)} />}
    </Stack>
  );
}

function About({ model, canChange }: { model: Model; canChange: boolean }) {
  const words = useOwnWords(MODELS);
  const note = noteOf(model, words);
  return (
    <Paper>
      <Stack gap="md">
        <Text size="lg" fw={650}>
          {examOf(model, words)}
          {note && (
            <Text span c="dimmed" fw={400}>
              {` · ${note}`}
            </Text>
          )}
        </Text>
        <ModelFacts model={model} whole />
        {model.owner_name && !canChange && <Text>{words.sharedWithYou(model.owner_name)}</Text>}
        <Further model={model} />
      </Stack>
    </Paper>
  );
}

/** Where to go from the model. */
function Further({ model }: { model: Model }) {
  const words = useOwnWords(MODELS);
  const params = { id: model.id };
  return (
    <Group component="nav" aria-label={words.further} gap="lg">
      <TextLink to="/treinos/$id" params={params}>
        {words.result}
      </TextLink>
      <TextLink to="/comparar" search={{ ids: model.id }}>
        {words.compare}
      </TextLink>
      <TextLink to="/treinar">{words.moreExamples}</TextLink>
      <TextLink to="/treinos/$id/ficha" params={params}>
        {words.sheet}
      </TextLink>
    </Group>
  );
}
