import { useEffect, useReducer, useRef } from "react";
import { append, EMPTY_TAIL, type LogTail } from "./logs";
import { isLater, START } from "./position";
import { type Message, openStream } from "./stream";
import type { LogLine } from "./types";
import { useVisible } from "./useVisible";

/** The newest lines of one run's log, followed until the run has ended, while somebody may be looking. */
export function useLogTail(id: string, ended: boolean): LogTail {
  const [tail, add] = useReducer(append, EMPTY_TAIL);
  const visible = useVisible();
  const shown = useRef(START);
  const over = useRef(ended);
  over.current = ended;
  useEffect(() => {
    if (!visible) return;
    const address = (after: string) => `/api/runs/${id}/logs?after=${after}`;
    const take = (message: Message) => {
      if (!isLater(message.id, shown.current)) return null;
      shown.current = message.id;
      add(JSON.parse(message.data) as LogLine);
      return message.id;
    };
    const isOver = () => over.current;
    return openStream({ address, after: shown.current, names: ["log"], take, isOver, onLink: () => {} });
  }, [id, visible]);
  return tail;
}
