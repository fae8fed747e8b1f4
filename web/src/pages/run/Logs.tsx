import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { KeptLine, LogTail } from "../../api/types";
import { useLogTail } from "../../api/useLogTail";
import { useWords } from "../../i18n";
import { LIVE } from "../../i18n/live";
import { useOwnWords } from "../../i18n/own";
import { DownloadLink } from "../../ui/DownloadButton";
import { ErrorCard } from "../../ui/ErrorCard";
import { Group, Stack, Text } from "../../ui/primitives";
import { SearchField } from "../../ui/SearchField";
import { Waiting } from "../../ui/Waiting";
import classes from "./Logs.module.css";

interface Props {
  id: string;
  ended: boolean;
}

/** What the worker wrote: its end, what of it holds a text, and all of it as a file. */
export function Logs({ id, ended }: Props) {
  const { t } = useWords();
  const words = useOwnWords(LIVE).logs;
  const [search, setSearch] = useState("");
  const { tail, error, retry } = useLogTail(id, ended, search);
  if (error) return <ErrorCard error={error} retry={retry} />;
  if (tail === null) return <Waiting />;
  const empty = ended ? t.technical.logsNone : t.technical.logsEmpty;
  if (tail.total === 0 && !search) return <Text c="dimmed">{empty}</Text>;
  return (
    <Stack gap="sm">
      <Group justify="space-between" gap="sm">
        <SearchField label={words.search} value={search} onSearch={setSearch} />
        <DownloadLink label={words.download} href={`/api/runs/${id}/log.txt`} />
      </Group>
      {tail.total === 0 ? <Text c="dimmed">{words.none}</Text> : <Lines tail={tail} />}
    </Stack>
  );
}

/** Newest at the bottom, followed while the bottom is in sight. */
function Lines({ tail: { items, total } }: { tail: LogTail }) {
  const { t } = useWords();
  const words = useOwnWords(LIVE).logs;
  const box = useRef<HTMLElement>(null);
  const follow = useFollowing(box, items);
  return (
    <>
      <section
        ref={box}
        className={classes.lines}
        aria-label={t.technical.logsRegion}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        onScroll={follow}
      >
        {items.map((line) => (
          <Line key={line.place} line={line} />
        ))}
      </section>
      <Text c="dimmed">{words.shown(items.length, total)}</Text>
    </>
  );
}

const NEAR_PIXELS = 40;

/** Keeps the newest line in sight until somebody scrolls away from it. */
function useFollowing(box: RefObject<HTMLElement | null>, lines: KeptLine[]): () => void {
  const atBottom = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is what moves the bottom.
  useLayoutEffect(() => {
    if (atBottom.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [lines, box]);
  return () => {
    const node = box.current;
    if (node) atBottom.current = node.scrollHeight - node.scrollTop - node.clientHeight < NEAR_PIXELS;
  };
}

function Line({ line }: { line: KeptLine }) {
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
