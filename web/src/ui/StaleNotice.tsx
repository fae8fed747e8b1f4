import { IconCloudOff } from "@tabler/icons-react";
import { useEffect } from "react";
import { useWords } from "../i18n";
import { AlertCard } from "./AlertCard";
import { useAnnounce } from "./Announcer";

/** What is shown is old, because the server no longer answers. */
export function StaleNotice({ heardAtMs }: { heardAtMs: number }) {
  const { t, format } = useWords();
  const announce = useAnnounce();
  useEffect(() => announce(t.announce.offline), [announce, t]);
  return (
    <AlertCard tone="warning" icon={IconCloudOff} title={t.errors.stale(format.time(new Date(heardAtMs)))} />
  );
}
