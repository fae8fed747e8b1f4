import { useEffect } from "react";
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
  useWarning(unsaved.length > 0);
  const saved = words.saved(format.time(new Date(draft.changed_at)));
  const waits = unsaved.some((failures) => failures > 0) ? words.unsaved : words.saving;
  return (
    <Text size="sm" c="dimmed" role="status">
      {unsaved.length > 0 ? waits : saved}
    </Text>
  );
}

/** Lets the browser ask before what the server does not have yet is lost. */
function useWarning(needed: boolean) {
  useEffect(() => {
    if (!needed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", ask);
    return () => removeEventListener("beforeunload", ask);
  }, [needed]);
}
