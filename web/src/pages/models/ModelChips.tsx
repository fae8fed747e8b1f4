import {
  IconArchive,
  IconCircleCheck,
  IconPlugConnectedX,
  IconPlugOff,
  IconTrash,
} from "@tabler/icons-react";
import type { Model, WorkerStatus } from "../../api/types";
import { MODELS } from "../../i18n/models";
import { useOwnWords } from "../../i18n/own";
import { Chip } from "../../ui/Chip";
import { Group } from "../../ui/primitives";
import type { Tone } from "../../ui/tone";

const MACHINES: Record<WorkerStatus, { tone: Tone; icon: typeof IconTrash }> = {
  online: { tone: "success", icon: IconCircleCheck },
  offline: { tone: "neutral", icon: IconPlugOff },
  revoked: { tone: "danger", icon: IconPlugConnectedX },
};

/** Whether the model can be used, at a glance. */
export function ModelChips({ model }: { model: Model }) {
  const words = useOwnWords(MODELS);
  if (model.deleted_at) return <Chip tone="neutral" icon={IconTrash} label={words.deleted} />;
  const { status } = model.machine;
  return (
    <Group gap="xs">
      {model.deletion_requested_at && <Chip tone="warning" icon={IconTrash} label={words.deleting} />}
      <Chip {...MACHINES[status]} label={words.machines[status]} />
      {model.archived_at && <Chip tone="neutral" icon={IconArchive} label={words.isArchived} />}
    </Group>
  );
}
