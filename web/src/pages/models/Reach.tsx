import { IconInfoCircle, IconPlugConnectedX, IconTrash } from "@tabler/icons-react";
import type { Model } from "../../api/types";
import { MODELS, type ModelWords } from "../../i18n/models";
import { useOwnWords } from "../../i18n/own";
import { AlertCard } from "../../ui/AlertCard";

/** Why the model cannot be used just now, if it cannot. */
export function Reach({ model }: { model: Model }) {
  const said = hindrance(model, useOwnWords(MODELS));
  if (said === null) return null;
  return (
    <AlertCard tone={said.tone} icon={said.icon} title={said.title}>
      {said.body}
    </AlertCard>
  );
}

function hindrance(model: Model, words: ModelWords) {
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
  if (status === "offline")
    return {
      tone: "neutral",
      icon: IconInfoCircle,
      title: words.awayTitle(name),
      body: words.awayBody,
    } as const;
  return null;
}
