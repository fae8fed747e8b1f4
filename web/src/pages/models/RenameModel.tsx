import { useChangeModel } from "../../api/models";
import type { Model } from "../../api/types";
import { MODELS } from "../../i18n/models";
import { useOwnWords } from "../../i18n/own";
import { NameForm } from "../../ui/NameForm";

/** Asks what the model is to be called. */
export function RenameModel({ model, onDone }: { model: Model; onDone: () => void }) {
  const { name, nameHelp, nameEmpty, save, cancel } = useOwnWords(MODELS);
  const change = useChangeModel(model.id);

  return (
    <NameForm
      name={model.name}
      words={{ name, help: nameHelp, empty: nameEmpty, save, cancel }}
      saving={change.isPending}
      error={change.error}
      onSave={(chosen) => change.mutate({ name: chosen }, { onSuccess: onDone })}
      onCancel={onDone}
    />
  );
}
