import { IconBulb } from "@tabler/icons-react";
import { useState } from "react";
import { useWords } from "../i18n";
import { AlertCard } from "./AlertCard";
import { useAnnounce } from "./Announcer";
import { Button } from "./primitives";

/** Something to learn while waiting. It changes only when asked, so nothing moves while one reads. */
export function Tip() {
  const { t } = useWords();
  const [shown, setShown] = useState(0);
  const announce = useAnnounce();
  const { items } = t.tips;
  const showNext = () => {
    const next = (shown + 1) % items.length;
    setShown(next);
    announce(items[next] ?? "");
  };
  return (
    <AlertCard
      tone="brand"
      icon={IconBulb}
      title={t.tips.title}
      heading={2}
      actions={
        <Button variant="default" size="sm" onClick={showNext}>
          {t.tips.next}
        </Button>
      }
    >
      {items[shown]}
    </AlertCard>
  );
}
