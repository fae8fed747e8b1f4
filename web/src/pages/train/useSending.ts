import { useCallback, useEffect, useRef, useState } from "react";
import { Refusal } from "../../api/problem";
import type { UploadedDataset } from "../../api/types";
import { type Stage, type UploadFields, upload } from "../../api/upload";
import { useLimits } from "../../api/wishes";
import { type Question, questionsIn } from "./questions";

/** What is known of the file that was chosen last. */
export type Sending =
  | { kind: "idle" }
  | { kind: "busy"; file: File; stage: Stage }
  | { kind: "asked"; file: File; fields: UploadFields; questions: Question[] }
  | { kind: "refused"; file: File; error: Error };

/** A file that is larger than the server takes: known before any of it is sent. */
export class TooLarge extends Error {
  readonly limitBytes: number;

  constructor(limitBytes: number) {
    super("too large");
    this.limitBytes = limitBytes;
  }
}

/** Sends files to the server: how far the last one is, and what came of it. */
export function useSending(onDone: (made: UploadedDataset) => void) {
  const limitBytes = useLimits().data?.limits.file_bytes;
  const [sending, setSending] = useState<Sending>({ kind: "idle" });
  const stopping = useRef<AbortController | null>(null);
  useEffect(() => () => stopping.current?.abort(), []);

  const send = useCallback(
    async (file: File, fields: UploadFields = {}) => {
      if (limitBytes !== undefined && file.size > limitBytes) {
        setSending({ kind: "refused", file, error: new TooLarge(limitBytes) });
        return;
      }
      const stop = new AbortController();
      stopping.current = stop;
      const show = (stage: Stage) => setSending({ kind: "busy", file, stage });
      show({ kind: "sending", fraction: 0 });
      try {
        onDone(await upload(file, fields, show, stop.signal));
      } catch (error) {
        if (stop.signal.aborted) return;
        setSending(outcome(file, fields, error as Error));
      }
    },
    [onDone, limitBytes],
  );

  const forget = useCallback(() => {
    stopping.current?.abort();
    setSending({ kind: "idle" });
  }, []);

  return { sending, send, forget };
}

/** Questions where only these keep the file from being used, else a refusal. */
function outcome(file: File, fields: UploadFields, error: Error): Sending {
  const questions = error instanceof Refusal ? questionsIn(error.problem) : [];
  return questions.length > 0 ? { kind: "asked", file, fields, questions } : { kind: "refused", file, error };
}
