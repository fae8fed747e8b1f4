import { useEffect, useReducer, useRef } from "react";
import { EMPTY_TAIL, isRepeat, type LogTail, reduceTail } from "./logs";
import { type Message, openStream } from "./stream";
import type { LogLine } from "./types";

/** The newest lines of a run's log, followed until the run has ended. */
export function useLogTail(id: string, ended: boolean): LogTail {
  const [tail, dispatch] = useReducer(reduceTail, EMPTY_TAIL);
  const over = useRef(ended);
  over.current = ended;
  useEffect(() => {
    dispatch({ type: "began" });
    let openedAt = 0;
    const address = (after: number) => {
      openedAt = after;
      return `/api/runs/${id}/logs?after=${after}`;
    };
    const take = ({ id: position, data }: Message) => {
      const at = Number(position) || 0;
      if (!isRepeat(at, openedAt)) dispatch({ type: "line", line: JSON.parse(data) as LogLine });
      return at;
    };
    const isOver = () => over.current;
    return openStream({ address, after: 0, names: ["log"], take, isOver, onLink: () => {} });
  }, [id]);
  return tail;
}
