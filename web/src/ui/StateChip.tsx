import {
  IconAlertCircle,
  IconBan,
  IconCircleCheck,
  IconClock,
  IconPlayerStop,
  IconSchool,
} from "@tabler/icons-react";
import { hasEnded, type RunStatus } from "../api/types";
import { useWords } from "../i18n";
import { Chip } from "./Chip";
import type { Tone } from "./tone";

const LOOKS: Record<RunStatus, { tone: Tone; icon: typeof IconClock }> = {
  queued: { tone: "neutral", icon: IconClock },
  running: { tone: "brand", icon: IconSchool },
  completed: { tone: "success", icon: IconCircleCheck },
  failed: { tone: "danger", icon: IconAlertCircle },
  cancelled: { tone: "neutral", icon: IconBan },
};

interface Props {
  status: RunStatus;
  cancelRequested: boolean;
}

/** Where a run stands. */
export function StateChip({ status, cancelRequested }: Props) {
  const { t } = useWords();
  if (cancelRequested && !hasEnded(status))
    return <Chip tone="warning" icon={IconPlayerStop} label={t.cancelling} />;
  return <Chip {...LOOKS[status]} label={t.status[status]} />;
}
