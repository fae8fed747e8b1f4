import { IconKey } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { AlertCard } from "./AlertCard";
import { CopyButton } from "./CopyButton";
import { Button } from "./primitives";
import classes from "./ShownOnce.module.css";

interface Props {
  title: string;
  /** What it is good for, and that it will not be seen again. */
  text: string;
  secret: string;
  words: { copy: string; copied: string; put: string };
  onDone: () => void;
}

/** Something that nobody can look up later, until it is put away. It takes the focus. */
export function ShownOnce({ title, text, secret, words, onDone }: Props) {
  const holder = useRef<HTMLElement>(null);
  useEffect(() => holder.current?.focus(), []);
  return (
    <section ref={holder} tabIndex={-1} aria-label={title}>
      <AlertCard
        tone="brand"
        icon={IconKey}
        title={title}
        actions={
          <>
            <CopyButton text={secret} label={words.copy} done={words.copied} />
            <Button variant="default" onClick={onDone}>
              {words.put}
            </Button>
          </>
        }
      >
        {text}
        <code className={classes.secret}>{secret}</code>
      </AlertCard>
    </section>
  );
}
