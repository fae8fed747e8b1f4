import { type RefObject, useLayoutEffect, useRef } from "react";
import type { LogTail } from "../../api/logs";
import type { LogLine } from "../../api/types";
import { useLogTail } from "../../api/useLogTail";
import { useWords } from "../../i18n";
import { Text } from "../../ui/primitives";
import classes from "./Logs.module.css";

interface Props {
  id: string;
  ended: boolean;
}

/** What the worker wrote, newest at the bottom, followed while the bottom is in sight. */
export function Logs({ id, ended }: Props) {
  const { t } = useWords();
  const tail = useLogTail(id, ended);
  const box = useRef<HTMLElement>(null);
  const follow = useFollow(box, tail);
  if (tail.count === 0) return <Text c="dimmed">{ended ? t.technical.logsNone : t.technical.logsEmpty}</Text>;
  return (
    <section
      ref={box}
      className={classes.lines}
      aria-label={t.technical.logsRegion}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      onScroll={follow}
    >
      {tail.lines.map((line) => (
        <Line key={line.key} line={line} />
      ))}
    </section>
  );
}

const NEAR_PIXELS = 40;

/** Keeps the newest line in sight until somebody scrolls away from it. */
function useFollow(box: RefObject<HTMLElement | null>, tail: LogTail): () => void {
  const atBottom = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what moves the bottom.
  useLayoutEffect(() => {
    if (atBottom.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [tail.count, box]);
  return () => {
    const node = box.current;
    if (node) atBottom.current = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR_PIXELS;
  };
}

function Line({ line }: { line: LogLine }) {
  const { t, format } = useWords();
  const marked = line.level === "warning" || line.level === "error";
  return (
    <p className={classes.line} data-level={line.level}>
      <time dateTime={line.at}>{format.clock(new Date(line.at))}</time>
      <span className={classes.text}>
        {marked && `${t.logLevels[line.level]}: `}
        {line.text}
      </span>
    </p>
  );
}
