import { IconInfoCircle } from "@tabler/icons-react";
import type { Model } from "../../api/types";
import { CLASSIFYING } from "../../i18n/classifying";
import { useOwnWords } from "../../i18n/own";
import { AlertCard } from "../../ui/AlertCard";

/** That a sheet has to wait, where the model's machine is not there. */
export function Away({ model }: { model: Model }) {
  const words = useOwnWords(CLASSIFYING);
  const { name, status } = model.machine;
  if (status !== "offline") return null;
  return (
    <AlertCard tone="neutral" icon={IconInfoCircle} title={words.awayTitle(name)}>
      {words.awayBody}
    </AlertCard>
  );
}
