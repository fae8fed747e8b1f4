import { useDataset } from "../../api/reports";
import type { Draft } from "../../api/types";
import { wishOf } from "../../api/wishes";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { CopyButton } from "../../ui/CopyButton";
import { Stack, Title } from "../../ui/primitives";
import classes from "./AskedAs.module.css";
import { asCall, asCommand } from "./asked";

/** How a terminal or a program asks for the same. */
export function AskedAs({ draft }: { draft: Draft }) {
  const words = useOwnWords(TRAIN).way;
  const { data } = useDataset(draft.dataset_id);
  const wish = wishOf(draft);
  return (
    <Stack gap="md">
      <Copied title={words.copyCommand} text={asCommand(wish, data?.filename ?? "")} />
      <Copied title={words.copyApi} text={asCall(wish, location.origin)} />
    </Stack>
  );
}

function Copied({ title, text }: { title: string; text: string }) {
  const words = useOwnWords(TRAIN).way;
  return (
    <div>
      <Title order={2} size="h3">
        {title}
      </Title>
      <pre className={classes.code}>{text}</pre>
      <CopyButton text={text} label={words.copyButton} done={words.copied} />
    </div>
  );
}
