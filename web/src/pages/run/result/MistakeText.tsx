import { useLayoutEffect, useRef, useState } from "react";
import type { Mistake, Report } from "../../../api/types";
import { outOfHundred } from "../../../i18n/format";
import { type ResultWords, useResultWords } from "../../../i18n/result";
import classes from "./Mistakes.module.css";

interface Props {
  mistake: Mistake;
  task: Report["task"];
}

/** A row that was answered wrong: its text, what is right, and what was answered. */
export function MistakeText({ mistake, task }: Props) {
  const words = useResultWords().mistakes;
  const { row, cells, probability } = mistake;
  return (
    <>
      <p className={classes.row}>{words.row(row)}</p>
      {cells ? <Clamped text={textOf(cells, task)} /> : <p className={classes.text}>{words.gone}</p>}
      <dl className={classes.facts}>
        {factsOf(mistake, task, words).map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>{words.sureness}</dt>
          <dd>{words.sure(outOfHundred(probability))}</dd>
        </div>
      </dl>
    </>
  );
}

/** A text that shows its first lines until all of it is asked for. */
function Clamped({ text }: { text: string }) {
  const words = useResultWords().mistakes;
  const shown = useRef<HTMLParagraphElement>(null);
  const [isLong, setLong] = useState(false);
  const [whole, setWhole] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has another height.
  useLayoutEffect(() => {
    const node = shown.current;
    if (node && !whole) setLong(node.scrollHeight > node.clientHeight + 1);
  }, [text, whole]);
  return (
    <>
      <p ref={shown} className={classes.text} data-short={!whole}>
        {text}
      </p>
      {isLong && (
        <button type="button" className={classes.more} aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? words.less : words.whole}
        </button>
      )}
    </>
  );
}

function textOf(cells: Record<string, string>, task: Report["task"]): string {
  switch (task) {
    case "text-classification":
      return cells.text ?? "";
    case "token-classification":
      return cells.tokens ?? "";
    case "question-answering":
      return cells.context ?? "";
  }
}

interface Named {
  name: string;
  value: string;
}

function factsOf(mistake: Mistake, task: Report["task"], words: ResultWords["mistakes"]): Named[] {
  const { actual, predicted, cells } = mistake;
  const list = (labels: string[]) => labels.join(", ") || words.nothing;
  switch (task) {
    case "text-classification":
      return [
        { name: words.expected, value: list(actual) },
        { name: words.answered, value: list(predicted) },
      ];
    case "token-classification":
      return [
        { name: words.missed, value: list(actual) },
        { name: words.wrong, value: list(predicted) },
      ];
    case "question-answering":
      if (!cells) return [];
      return [
        { name: words.question, value: cells.question ?? "" },
        { name: words.rightAnswer, value: cells.answer || words.noAnswer },
      ];
  }
}
