import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useDeleteDataset } from "../../api/datasets";
import type { DatasetDetails } from "../../api/types";
import { DATASETS } from "../../i18n/datasets";
import { useOwnWords } from "../../i18n/own";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";

/** Deletes the spreadsheet, or says which trainings keep it from being deleted. */
export function Removal({ dataset }: { dataset: DatasetDetails }) {
  const words = useOwnWords(DATASETS);
  const [asked, setAsked] = useState(false);
  const remove = useDeleteDataset(dataset.id);
  const navigate = useNavigate();
  const users = [...new Set(dataset.versions.flatMap(({ used_by }) => used_by.map(({ name }) => name)))];
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => void navigate({ to: "/planilhas" }),
      onError: () => setAsked(false),
    });
  return (
    <Section title={words.remove}>
      {remove.error && <ErrorCard error={remove.error} />}
      {users.length > 0 ? (
        <Text c="dimmed">{words.removeUsed(users.map((name) => `“${name}”`).join(", "))}</Text>
      ) : (
        <div>
          <Button color="danger" onClick={() => setAsked(true)}>
            {words.remove}
          </Button>
        </div>
      )}
      <ConfirmDialog
        opened={asked}
        title={words.removeAsk(dataset.name)}
        body={words.removeBody}
        safe={words.keep}
        dangerous={words.confirm}
        busy={remove.isPending}
        onClose={() => setAsked(false)}
        onConfirm={confirm}
      />
    </Section>
  );
}
