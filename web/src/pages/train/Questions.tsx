import { useState } from "react";
import type { Task } from "../../api/types";
import type { UploadFields } from "../../api/upload";
import { useOwnWords } from "../../i18n/own";
import { TRAIN, type TrainWords } from "../../i18n/train";
import { Button, Group, Stack, Text, Title } from "../../ui/primitives";
import { type RadioCard, RadioCards } from "../../ui/RadioCards";
import classes from "./Questions.module.css";
import type { Question } from "./questions";

interface Props {
  filename: string;
  questions: Question[];
  onAnswer: (fields: UploadFields) => void;
  onOther: () => void;
}

/** Asks what the server could not tell; nothing is chosen beforehand. */
export function Questions({ filename, questions, onAnswer, onOther }: Props) {
  const words = useOwnWords(TRAIN);
  const [chosen, setChosen] = useState<UploadFields>({});
  const [tried, setTried] = useState(false);
  const open = questions.some(({ field }) => chosen[field] === undefined);

  function submit() {
    setTried(true);
    if (!open) onAnswer(chosen);
  }

  return (
    <Stack gap="md" className={classes.questions}>
      <div role="status">
        <Title order={2}>{questions.length > 1 ? words.question.several : words.question.title}</Title>
        <Text c="dimmed">{words.question.file(filename)}</Text>
      </div>
      {questions.map((question) => (
        <RadioCards
          key={question.field}
          labelled
          legend={legendOf(question, words)}
          value={chosen[question.field] ?? null}
          cards={cardsOf(question, words)}
          onChoose={(value) => setChosen({ ...chosen, [question.field]: value })}
        />
      ))}
      {tried && open && (
        <Text role="alert" className={classes.unanswered}>
          {words.question.unanswered}
        </Text>
      )}
      <Group gap="sm">
        <Button onClick={submit}>{words.question.submit}</Button>
        <Button variant="default" onClick={onOther}>
          {words.question.other}
        </Button>
      </Group>
    </Stack>
  );
}

function legendOf(question: Question, { question: said, roles }: TrainWords): string {
  if (question.kind === "column") return said.column(roles[question.role] ?? question.role);
  return said[question.kind];
}

function cardsOf(question: Question, words: TrainWords): RadioCard<string>[] {
  switch (question.kind) {
    case "column":
      return question.columns.map(({ name, samples }) => ({
        value: name,
        title: name,
        children: <Values label={words.question.samples} values={samples} />,
      }));
    case "sheet":
      return question.sheets.map(({ name, rows, columns, sample }) => ({
        value: name,
        title: name,
        children: (
          <>
            <span>{words.question.sheetFacts(rows, columns.join(", "))}</span>
            <Values label={words.question.firstRow} values={sample[0]?.filter(Boolean) ?? []} />
          </>
        ),
      }));
    case "task":
      return question.tasks.map((value) => ({ value, title: words.check.tasks[value as Task] ?? value }));
    case "form":
      return question.forms.map((value) => ({ value, title: words.question.forms[value] ?? value }));
    case "separator":
      return separatorCards(question, words.question);
  }
}

function separatorCards(
  { separator, examples }: Extract<Question, { kind: "separator" }>,
  words: TrainWords["question"],
): RadioCard<string>[] {
  const shown = <Values label={words.separatorLike} values={examples} />;
  return [
    { value: separator, title: words.separatorYes(separator), children: shown },
    { value: "none", title: words.separatorNo },
  ];
}

function Values({ label, values }: { label: string; values: string[] }) {
  return (
    <span className={classes.values}>
      {label}
      {values.map((value) => (
        <span key={value} className={classes.value}>
          {value}
        </span>
      ))}
    </span>
  );
}
