import { IconAlertTriangle } from "@tabler/icons-react";
import { Refusal, Unreachable } from "../../api/problem";
import type { ProblemItem } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { TRAIN, type TrainWords } from "../../i18n/train";
import { AlertCard } from "../../ui/AlertCard";
import classes from "./Refused.module.css";
import { TooLarge } from "./useSending";

const SHOWN = 5;

interface Props {
  /** Its size is known where it was chosen just now. */
  file: { name: string; size?: number };
  error: Error;
}

/** Why a file cannot be used, and what would help. */
export function Refused({ file, error }: Props) {
  const { format } = useWords();
  const words = useOwnWords(TRAIN).sheet;
  const items = error instanceof Refusal ? (error.problem.problems ?? []) : [];
  return (
    <AlertCard tone="danger" icon={IconAlertTriangle} title={words.refused(file.name)} role="alert">
      {items.length > 0 ? (
        <Reasons items={items} />
      ) : error instanceof TooLarge ? (
        words.tooLarge(format.size(file.size ?? 0), format.size(error.limitBytes))
      ) : (
        saidOf(error, words)
      )}
    </AlertCard>
  );
}

function Reasons({ items }: { items: ProblemItem[] }) {
  const words = useOwnWords(TRAIN).sheet;
  const rest = items.length - SHOWN;
  return (
    <ul className={classes.reasons}>
      {items.slice(0, SHOWN).map(({ code, row, sentence }) => (
        <li key={`${code} ${row}`}>
          {typeof row === "number" && <strong>{`${words.where(row)}: `}</strong>}
          {sentence}
        </li>
      ))}
      {rest > 0 && <li>{words.tooMuch(rest)}</li>}
    </ul>
  );
}

function saidOf(error: Error, words: TrainWords["sheet"]): string {
  if (error instanceof Unreachable) return words.unreachable;
  if (error instanceof Refusal && error.status < 500 && error.message) return error.message;
  return words.broken;
}
