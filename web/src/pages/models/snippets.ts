/** How programs ask a model, in commands that can be pasted. Pure. */

import type { Model } from "../../api/types";

export interface Wanted {
  /** Of the installation, as the browser knows it. */
  origin: string;
  model: Pick<Model, "id" | "task">;
  /** What stands in the place of a text, and of a question about it. */
  text: string;
  question: string;
}

/** A text answered, by curl. */
export function curlOf(wanted: Wanted): string {
  return [
    `curl ${addressOf(wanted)} \\`,
    `  -H "Authorization: Bearer $AFINA_TOKEN" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${JSON.stringify(bodyOf(wanted))}'`,
  ].join("\n");
}

/** The same in Python. */
export function pythonOf(wanted: Wanted): string {
  return [
    "import os",
    "",
    "import requests",
    "",
    "told = requests.post(",
    `    "${addressOf(wanted)}",`,
    `    headers={"Authorization": f"Bearer {os.environ['AFINA_TOKEN']}"},`,
    `    json=${JSON.stringify(bodyOf(wanted))},`,
    "    timeout=120,",
    ")",
    "told.raise_for_status()",
    'for prediction in told.json()["predictions"]:',
    '    given = prediction["answers"][: prediction["given"]]',
    '    print([answer["label"] for answer in given], prediction["review"])',
  ].join("\n");
}

/** A whole sheet, by curl; null where the model answers questions, which no sheet asks. */
export function sheetOf({ origin, model }: Wanted): string | null {
  if (model.task === "question-answering") return null;
  return [
    `curl ${origin}/api/models/${model.id}/classifications \\`,
    `  -H "Authorization: Bearer $AFINA_TOKEN" \\`,
    "  -F file=@textos.xlsx",
  ].join("\n");
}

function addressOf({ origin, model }: Wanted): string {
  return `${origin}/api/models/${model.id}/predictions`;
}

function bodyOf({ model, text, question }: Wanted) {
  return { texts: [text], ...(model.task === "question-answering" && { question }) };
}
