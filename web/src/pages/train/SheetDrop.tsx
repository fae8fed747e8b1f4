import { useEffect } from "react";
import type { UploadedDataset } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { useAnnounce } from "../../ui/Announcer";
import { FileDrop } from "../../ui/FileDrop";
import { ProgressBar } from "../../ui/ProgressBar";
import { Button, Stack, Text } from "../../ui/primitives";
import { Questions } from "./Questions";
import { Refused } from "./Refused";
import classes from "./SheetDrop.module.css";
import { type Sending, useSending } from "./useSending";

const ACCEPT = [
  ".xlsx,.xlsm,.xlsb,.xls,.ods,.csv,.tsv,.tab,.txt,.json,.jsonl,.ndjson,.parquet,.conll,.iob,.bio",
  "text/csv,application/vnd.ms-excel",
].join(",");

interface Props {
  onDone: (made: UploadedDataset) => void;
  /** A file that was chosen elsewhere, to be sent at once. */
  given: File | null;
}

/** Where a sheet is given to the server: sent, asked about, or refused with a reason. */
export function SheetDrop({ onDone, given }: Props) {
  const words = useOwnWords(TRAIN).sheet;
  const announce = useAnnounce();
  const done = (made: UploadedDataset) => {
    announce(words.ready(made.examples, made.quality.findings.length));
    onDone(made);
  };
  const { sending, send, forget } = useSending(done);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another file is sent.
  useEffect(() => {
    if (given) void send(given);
  }, [given]);
  if (sending.kind === "asked")
    return (
      <div className={classes.asked}>
        <Questions
          key={JSON.stringify(sending.questions)}
          filename={sending.file.name}
          questions={sending.questions}
          onAnswer={(fields) => void send(sending.file, { ...sending.fields, ...fields })}
          onOther={forget}
        />
      </div>
    );
  return (
    <FileDrop
      title={words.drop}
      help={words.help}
      button={words.button}
      accept={ACCEPT}
      onFile={(file) => void send(file)}
      busy={sending.kind === "busy" && <Busy sending={sending} onCancel={forget} />}
      refused={sending.kind === "refused" && <Refused file={sending.file} error={sending.error} />}
    />
  );
}

interface BusyProps {
  sending: Extract<Sending, { kind: "busy" }>;
  onCancel: () => void;
}

function Busy({ sending: { file, stage }, onCancel }: BusyProps) {
  const { format } = useWords();
  const words = useOwnWords(TRAIN).sheet;
  const text =
    stage.kind === "sending"
      ? words.sending(file.name, format.percent(stage.fraction))
      : words.reading(file.name);
  return (
    <Stack gap="sm" className={classes.busy}>
      <Text fw={600}>{text}</Text>
      <ProgressBar
        label={words.bar}
        fraction={stage.kind === "sending" ? stage.fraction : null}
        text={text}
      />
      <Text c="dimmed">{stage.kind === "reading" && stage.sentence}</Text>
      <div>
        <Button variant="default" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </Stack>
  );
}
