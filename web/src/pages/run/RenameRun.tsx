import { useRenameRun } from "../../api/runs";
import type { RunDetails } from "../../api/types";
import { LIVE } from "../../i18n/live";
import { useOwnWords } from "../../i18n/own";
import { useAnnounce } from "../../ui/Announcer";
import { NameForm } from "../../ui/NameForm";

/** Asks what the run is to be called, and says that it is. */
export function RenameRun({ run, onDone }: { run: RunDetails; onDone: () => void }) {
  const words = useOwnWords(LIVE).rename;
  const rename = useRenameRun(run.id);
  const announce = useAnnounce();

  function save(name: string) {
    rename.mutate(name, {
      onSuccess: () => {
        announce(words.done(name));
        onDone();
      },
    });
  }

  return (
    <NameForm
      name={run.name}
      words={words}
      saving={rename.isPending}
      error={rename.error}
      onSave={save}
      onCancel={onDone}
    />
  );
}
