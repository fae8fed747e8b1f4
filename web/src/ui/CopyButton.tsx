import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useAnnounce } from "./Announcer";
import { Icon } from "./Icon";
import { Button } from "./primitives";

const SAID_MS = 4_000;

interface Props {
  text: string;
  label: string;
  done: string;
}

/** Copies `text`, and says so. */
export function CopyButton({ text, label, done }: Props) {
  const announce = useAnnounce();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy() {
    if (await written(text)) {
      setCopied(true);
      announce(done);
    }
  }

  return (
    <Button
      variant="default"
      leftSection={<Icon of={copied ? IconCheck : IconCopy} />}
      onClick={() => void copy()}
    >
      {copied ? done : label}
    </Button>
  );
}

/** Without TLS browsers offer no clipboard to scripts, but still copy what is selected. */
async function written(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused: what is selected can still be copied.
    }
  }
  const holder = document.createElement("textarea");
  holder.value = text;
  holder.style.position = "fixed";
  document.body.append(holder);
  holder.select();
  const done = document.execCommand("copy");
  holder.remove();
  return done;
}
