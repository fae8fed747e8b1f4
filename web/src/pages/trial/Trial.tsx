import { useEffect, useRef, useState } from "react";
import { type Asked, usePrediction } from "../../api/predictions";
import type { Model } from "../../api/types";
import { useTrialWords } from "../../i18n/trial";
import { useAnnounce } from "../../ui/Announcer";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Text } from "../../ui/primitives";
import { Form, Section } from "../../ui/Section";
import { TextArea } from "../../ui/TextArea";
import { TextField } from "../../ui/TextField";
import { Answered } from "./Answered";

interface Props {
  model: Model;
  /** Less certain answers go to a person; as it is kept for the model, unless it is being chosen. */
  threshold?: number;
}

/** A box for a text, and what the model says to it. */
export function Trial({ model, threshold = model.review_threshold }: Props) {
  const words = useTrialWords();
  const announce = useAnnounce();
  const prediction = usePrediction(model.id);
  const { data, error, isPending, variables } = prediction;
  useEffect(() => {
    if (data) announce(words.answered);
  }, [data, words, announce]);
  return (
    <Section title={words.title} lead={words.lead}>
      <Question task={model.task} busy={isPending} onAsk={(asked) => prediction.mutate(asked)} />
      {isPending && <Text c="dimmed">{words.asking}</Text>}
      {error && <ErrorCard error={error} retry={() => variables && prediction.mutate(variables)} />}
      {data && variables && !isPending && (
        <Answered prediction={data} task={model.task} text={variables.text} threshold={threshold} />
      )}
    </Section>
  );
}

interface QuestionProps {
  task: Model["task"];
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
