import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useChangeModel, useDeleteModel } from "../../api/models";
import type { Model } from "../../api/types";
import { MODELS } from "../../i18n/models";
import { useOwnWords } from "../../i18n/own";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { ErrorCard } from "../../ui/ErrorCard";
import { Menu } from "../../ui/Menu";

interface Props {
  model: Model;
  onRename: () => void;
}

/** What its owner can do with a model; what cannot be undone is asked first. */
export function ModelActions({ model, onRename }: Props) {
  const words = useOwnWords(MODELS);
  const change = useChangeModel(model.id);
  const removal = useDeleteModel(model.id);
  const [asking, setAsking] = useState(false);
  const error = change.error ?? removal.error;
  return (
    <>
      {error && <ErrorCard error={error} />}
      <Menu label={words.actions} name={words.actionsOf(model.name)} icon={IconDots}>
        <button type="button" onClick={onRename}>
          {words.rename}
        </button>
        <button type="button" onClick={() => change.mutate({ archived: !model.archived_at })}>
          {model.archived_at ? words.unarchive : words.archive}
        </button>
        <button type="button" onClick={() => setAsking(true)}>
          {words.remove}
        </button>
      </Menu>
      <ConfirmDialog
        opened={asking}
        title={words.askRemove(model.name)}
        body={words.askRemoveBody(model.machine.name, model.machine.status === "online")}
        safe={words.keep}
        dangerous={words.confirmRemove}
        busy={removal.isPending}
        onClose={() => setAsking(false)}
        onConfirm={() => removal.mutate(undefined, { onSettled: () => setAsking(false) })}
      />
    </>
  );
}
