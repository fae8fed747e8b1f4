import { useEffect, useReducer, useRef } from "react";
import { EMPTY_TAIL, type LogTail, reduceTail } from "./logs";
import { isLater, START } from "./position";
import { type Message, openStream } from "./stream";
import type { LogLine } from "./types";

/** The newest lines of a run's log, followed until the run has ended. */
export function useLogTail(id: string, ended: boolean): LogTail {
  const [tail, dispatch] = useReducer(reduceTail, EMPTY_TAIL);
  const over = useRef(ended);
  over.current = ended;
  useEffect(() => {
    dispatch({ type: "began" });
    let shown = START;
    const address = (after: string) => `/api/runs/${id}/logs?after=${after}`;
    const take = ({ id: position, data }: Message) => {
      if (!isLater(position, shown)) return null;
      shown = position;
      dispatch({ type: "line", line: JSON.parse(data) as LogLine });
      return position;
    };
    const isOver = () => over.current;
    return openStream({ address, after: START, names: ["log"], take, isOver, onLink: () => {} });
  }, [id]);
  return tail;
}
