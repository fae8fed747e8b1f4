/** A spreadsheet on its way to the server: `fetch` cannot tell how much of it has gone. */

import { answer, client, mannersOfChanges, noteStatus } from "./client";
import { newId } from "./id";
import { Refusal, refusalOf, Unreachable } from "./problem";
import type { UploadedDataset } from "./types";

const ADDRESS = "/api/datasets/upload";
const FIRST_QUESTION_MS = 1_000;
const QUESTION_MS = 5_000;

/** How far it is: on its way, or being read, in the server's words. */
export type Stage = { kind: "sending"; fraction: number } | { kind: "reading"; sentence: string | null };

/** What comes with the file: `text_column`, `sheet`, … */
export type UploadFields = Record<string, string>;

/**
 * What the server found in the file, now that it is kept.
 *
 * @throws Refusal with what is wrong or not clear, Unreachable, or an AbortError.
 */
export function upload(
  file: File,
  fields: UploadFields,
  onStage: (stage: Stage) => void,
  signal: AbortSignal,
): Promise<UploadedDataset> {
  const progressId = newId();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => stopFollowing();
    let stopFollowing = () => {};
    request.open("POST", `${ADDRESS}?progress_id=${progressId}`);
    for (const [name, value] of Object.entries(mannersOfChanges())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) =>
      onStage({ kind: "sending", fraction: total > 0 ? loaded / total : 0 });
    request.upload.onload = () => {
      onStage({ kind: "reading", sentence: null });
      stopFollowing = followed(progressId, (sentence) => onStage({ kind: "reading", sentence }));
    };
    request.onloadend = stop;
    request.onload = () => settle(request, resolve, reject);
    request.onerror = () => reject(new Unreachable("the file did not arrive"));
    request.onabort = () => reject(new DOMException("given up", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(formOf(file, fields));
  });
}

function formOf(file: File, fields: UploadFields): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  return form;
}

function settle(
  { status, responseText }: XMLHttpRequest,
  resolve: (made: UploadedDataset) => void,
  reject: (error: Error) => void,
): void {
  const body = parsed(responseText);
  noteStatus(status);
  if (status >= 200 && status < 300) resolve(body as UploadedDataset);
  else reject(refusalOf(status, body));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Asks now and then what the server does with the file, until told to stop. */
function followed(progressId: string, onSentence: (sentence: string) => void): () => void {
  let timer = setTimeout(ask, FIRST_QUESTION_MS);
  async function ask() {
    timer = setTimeout(ask, QUESTION_MS);
    const path = { progress_id: progressId };
    const asked = answer(client.GET("/api/datasets/progress/{progress_id}", { params: { path } }));
    const found = await asked.catch((error: unknown) => {
      if (error instanceof Refusal || error instanceof Unreachable) return null;
      throw error;
    });
    if (found) onSentence(found.sentence);
  }
  return () => clearTimeout(timer);
}
