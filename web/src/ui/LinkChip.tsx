import { IconAntennaBars5, IconPlugConnectedX, IconRefresh } from "@tabler/icons-react";
import type { Link } from "../api/stream";
import { useWords } from "../i18n";
import { Chip } from "./Chip";

/** How the news comes in; nothing while there is nothing to say. */
export function LinkChip({ link }: { link: Link }) {
  const { t } = useWords();
  switch (link) {
    case "live":
      return <Chip tone="success" icon={IconAntennaBars5} label={t.live.links.live} />;
    case "reconnecting":
      return <Chip tone="warning" icon={IconPlugConnectedX} label={t.live.links.reconnecting} />;
    case "polling":
      return <Chip tone="warning" icon={IconRefresh} label={t.live.links.polling} />;
    case "connecting":
    case "closed":
      return null;
    default:
      return link satisfies never;
  }
}
