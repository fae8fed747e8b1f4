import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import type { SystemShown } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { SYSTEM } from "../../i18n/system";
import { AlertCard } from "../../ui/AlertCard";

/** Whether all that Afina stands on is there, in one sentence. */
export function Health({ system }: { system: SystemShown }) {
  const words = useOwnWords(SYSTEM);
  const parts = system.missing.map((part) => words.missingParts[part]);
  if (parts.length === 0 && system.consumers)
    return (
      <AlertCard tone="success" icon={IconCircleCheck} title={words.well}>
        {words.wellText}
      </AlertCard>
    );
  return (
    <AlertCard tone="danger" icon={IconAlertTriangle} title={words.missing}>
      {parts.join(", ")}
      {system.consumers === null && ` ${words.consumersAway}`}
    </AlertCard>
  );
}
