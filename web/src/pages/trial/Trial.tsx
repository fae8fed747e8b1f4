import { useEffect, useRef, useState } from "react";
import { type Asked, usePrediction } from "../../api/predictions";
import type { Report } from "../../api/types";
import { useTrialWords } from "../../i18n/trial";
import { useAnnounce } from "../../ui/Announcer";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Text } from "../../ui/primitives";
import { Form, Section } from "../../ui/Section";
import { TextArea } from "../../ui/TextArea";
import { TextField } from "../../ui/TextField";
import { Answered } from "./Answered";

interface Props {
  runId: string;
  task: Report["task"];
  /** Less certain answers go to a person; null for none. */
  threshold?: number | null;
}

/** A box for a text, and what the model says to it. */
export function Trial({ runId, task, threshold = null }: Props) {
  const words = useTrialWords();
  const announce = useAnnounce();
  const prediction = usePrediction(runId);
  const { data, error, isPending, variables } = prediction;
  useEffect(() => {
    if (data) announce(words.answered);
  }, [data, words, announce]);
  return (
    <Section title={words.title} lead={words.lead}>
      <Question task={task} busy={isPending} onAsk={(asked) => prediction.mutate(asked)} />
      {isPending && <Text c="dimmed">{words.asking}</Text>}
      {error && <ErrorCard error={error} retry={() => variables && prediction.mutate(variables)} />}
      {data && variables && !isPending && (
        <Answered prediction={data} task={task} text={variables.text} threshold={threshold} />
      )}
    </Section>
  );
}

interface QuestionProps {
  task: Report["task"];
  busy: boolean;
  onAsk: (asked: Asked) => void;
}

function Question({ task, busy, onAsk }: QuestionProps) {
  const words = useTrialWords();
  const [text, setText] = useState("");
  const [question, setQuestion] = useState("");
  const [tried, setTried] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const asksQuestion = task === "question-answering";
  function ask() {
    setTried(true);
    if (text.trim() === "") return box.current?.focus();
    if (asksQuestion && question.trim() === "") return;
    onAsk(asksQuestion ? { text, question } : { text });
  }
  return (
    <Form onSubmit={ask}>
      {asksQuestion && (
        <TextField
          label={words.question}
          value={question}
          onChange={setQuestion}
          problem={tried && question.trim() === "" ? words.emptyQuestion : null}
        />
      )}
      <TextArea
        ref={box}
        label={asksQuestion ? words.context : words.text}
        value={text}
        onChange={setText}
        problem={tried && text.trim() === "" ? words.empty : null}
      />
      <div>
        <Button type="submit" loading={busy}>
          {words.ask}
        </Button>
      </div>
    </Form>
  );
}
