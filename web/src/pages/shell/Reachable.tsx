import { IconCloudOff } from "@tabler/icons-react";
import { useReachability } from "../../api/reachability";
import { useWords } from "../../i18n";
import { Chip } from "../../ui/Chip";

/** That the server does not answer, and since when; nothing while it does. */
export function Reachable() {
  const { t, format } = useWords();
  const { reachable, heardAtMs } = useReachability();
  if (reachable) return null;
  const label = heardAtMs === null ? t.shell.offline : t.shell.offlineSince(format.time(new Date(heardAtMs)));
  return <Chip tone="warning" icon={IconCloudOff} label={label} />;
}
