import type { Model } from "../../api/types";
import { Classified } from "./Classified";
import { ClassifySheet } from "./ClassifySheet";

/** A sheet for the model to answer, and what became of those before, wherever the model is shown. */
export function Classifying({ model }: { model: Model }) {
  const usable = !model.deletion_requested_at && model.machine.status !== "revoked";
  return (
    <>
      {usable && <ClassifySheet model={model} />}
      {model.task !== "question-answering" && <Classified model={model} />}
    </>
  );
}
