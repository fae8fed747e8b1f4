import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { Text } from "../../ui/primitives";

interface Props {
  at: string;
  pending: boolean;
  /** Sent in vain so far. */
  failures: number;
}

/** Whether what was chosen has reached the server. */
export function Saved({ at, pending, failures }: Props) {
  const { format } = useWords();
  const words = useOwnWords(TRAIN);
  const said = pending ? words.saving : words.saved(format.time(new Date(at)));
  return (
    <Text size="sm" c="dimmed" role="status">
      {pending && failures > 0 ? words.unsaved : said}
    </Text>
  );
}
