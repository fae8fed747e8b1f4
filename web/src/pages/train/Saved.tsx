import { useUnsaved } from "../../api/drafts";
import type { Draft } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { Text } from "../../ui/primitives";

/** Whether what was chosen has reached the server. */
export function Saved({ draft }: { draft: Draft }) {
  const { format } = useWords();
  const words = useOwnWords(TRAIN);
  const unsaved = useUnsaved(draft.id);
  const saved = words.saved(format.time(new Date(draft.changed_at)));
  const waits = unsaved.some((failures) => failures > 0) ? words.unsaved : words.saving;
  return (
    <Text size="sm" c="dimmed" role="status">
      {unsaved.length > 0 ? waits : saved}
    </Text>
  );
}
