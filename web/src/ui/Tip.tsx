import { IconBulb, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useWords } from "../i18n";
import { AlertCard } from "./AlertCard";
import { useAnnounce } from "./Announcer";
import { Icon } from "./Icon";
import { Button, Group } from "./primitives";
import { useStill } from "./useStill";

const SHOWN_MS = 12_000;

/** Something to learn while waiting; the next comes by itself, unless somebody wants it to stay. */
export function Tip() {
  const { t } = useWords();
  const still = useStill();
  const [shown, setShown] = useState(0);
  const [paused, setPaused] = useState(false);
  const announce = useAnnounce();
  const { items } = t.tips;
  const next = (shown + 1) % items.length;
  const moves = !still && !paused;
  useEffect(() => {
    if (!moves) return;
    const timer = setTimeout(() => setShown(next), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [moves, next]);
  function showNext() {
    setShown(next);
    announce(items[next] ?? "");
  }
  return (
    <AlertCard
      tone="brand"
      icon={IconBulb}
      title={t.tips.title}
      heading={2}
      actions={
        <Group gap="sm">
          <Button variant="default" size="sm" onClick={showNext}>
            {t.tips.next}
          </Button>
          {!still && <Pause paused={paused} onChange={setPaused} />}
        </Group>
      }
    >
      {items[shown]}
    </AlertCard>
  );
}

function Pause({ paused, onChange }: { paused: boolean; onChange: (paused: boolean) => void }) {
  const { tips } = useWords().t;
  return (
    <Button
      variant="default"
      size="sm"
      leftSection={<Icon of={paused ? IconPlayerPlay : IconPlayerPause} size={18} />}
      onClick={() => onChange(!paused)}
    >
      {paused ? tips.resume : tips.pause}
    </Button>
  );
}
