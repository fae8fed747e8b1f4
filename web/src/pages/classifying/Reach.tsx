import { IconPlugConnectedX, IconTrash } from "@tabler/icons-react";
import type { Model } from "../../api/types";
import { CLASSIFYING, type ClassifyingWords } from "../../i18n/classifying";
import { useOwnWords } from "../../i18n/own";
import { AlertCard } from "../../ui/AlertCard";

/** Why the model cannot be used any more, if it cannot. */
export function Reach({ model }: { model: Model }) {
  const said = hindrance(model, useOwnWords(CLASSIFYING));
  if (said === null) return null;
  return (
    <AlertCard tone={said.tone} icon={said.icon} title={said.title}>
      {said.body}
    </AlertCard>
  );
}

function hindrance(model: Model, words: ClassifyingWords) {
  const { name, status } = model.machine;
  if (model.deleted_at)
    return { tone: "neutral", icon: IconTrash, title: words.goneTitle, body: words.goneBody } as const;
  if (model.deletion_requested_at)
    return {
      tone: "warning",
      icon: IconTrash,
      title: words.goingTitle,
      body: words.goingBody(name),
    } as const;
  if (status === "revoked")
    return {
      tone: "danger",
      icon: IconPlugConnectedX,
      title: words.outOfReachTitle,
      body: words.outOfReachBody(name),
    } as const;
  return null;
}
