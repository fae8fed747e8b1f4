import { IconBulb } from "@tabler/icons-react";
import { useState } from "react";
import { useWords } from "../../i18n";
import { AlertCard } from "../../ui/AlertCard";
import { Button } from "../../ui/primitives";

/** Something to learn while waiting. It changes only when asked, so nothing moves while one reads. */
export function Tip() {
  const { t } = useWords();
  const [shown, setShown] = useState(0);
  const { items } = t.tips;
  return (
    <AlertCard
      tone="brand"
      icon={IconBulb}
      title={t.tips.title}
      heading={2}
      actions={
        <Button variant="default" size="sm" onClick={() => setShown((shown + 1) % items.length)}>
          {t.tips.next}
        </Button>
      }
    >
      <span aria-live="off">{items[shown]}</span>
    </AlertCard>
  );
}
