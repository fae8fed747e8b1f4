import { useState } from "react";
import { type Sheet, useClassify } from "../../api/classifications";
import type { Model } from "../../api/types";
import { useWords } from "../../i18n";
import { CLASSIFYING } from "../../i18n/classifying";
import { useOwnWords } from "../../i18n/own";
import { useAnnounce } from "../../ui/Announcer";
import { FileDrop } from "../../ui/FileDrop";
import { Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { Away } from "./Away";
import { SheetRefused } from "./SheetRefused";

const ACCEPTED = ".xlsx,.xls,.xlsb,.ods,.csv,.tsv,.txt,.json,.jsonl,.parquet";

/** Takes a sheet whose texts the model is to answer. */
export function ClassifySheet({ model }: { model: Model }) {
  const words = useOwnWords(CLASSIFYING).classify;
  const { format } = useWords();
  const announce = useAnnounce();
  const classify = useClassify(model.id);
  const [last, setLast] = useState<Sheet | null>(null);

  function send(sheet: Sheet) {
    setLast(sheet);
    announce(words.sending);
    classify.mutate(sheet, { onSuccess: () => announce(words.sent) });
  }

  if (model.task === "question-answering")
    return (
      <Section title={words.title}>
        <Text>{words.questions}</Text>
      </Section>
    );
  return (
    <Section title={words.title} lead={words.lead}>
      <Away model={model} />
      <FileDrop
        title={words.drop}
        button={classify.error ? words.other : words.button}
        help={words.help}
        accept={ACCEPTED}
        onFile={(file) => send({ file })}
        busy={classify.isPending ? <Text role="status">{words.sending}</Text> : undefined}
        refused={
          classify.error &&
          last && <SheetRefused key={last.file.name} error={classify.error} sheet={last} onSend={send} />
        }
      />
      <Text c="dimmed">{words.review(format.decimal(100 * model.review_threshold, 2))}</Text>
    </Section>
  );
}
