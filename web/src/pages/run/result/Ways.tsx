import type { RunDetails } from "../../../api/types";
import { useResultWords } from "../../../i18n/result";
import { JumpLink } from "../../../ui/JumpLink";
import { Group } from "../../../ui/primitives";
import { TextLink } from "../../../ui/TextLink";

/** The place in the page where the model can be tried. */
export const TRIAL = "experimentar";
/** Where sheets can be classified. */
export const SHEETS = "classificar";

/** Where to go from a result. */
export function Ways({ run }: { run: RunDetails }) {
  const words = useResultWords().ways;
  return (
    <Group component="nav" aria-label={words.label} gap="lg" data-screen-only>
      {run.model && <JumpLink to={TRIAL}>{words.try}</JumpLink>}
      {run.model && run.task !== "question-answering" && <JumpLink to={SHEETS}>{words.classify}</JumpLink>}
      {run.model && (
        <TextLink to="/modelos/$id" params={{ id: run.id }}>
          {words.model}
        </TextLink>
      )}
      <TextLink to="/treinos/$id/ficha" params={{ id: run.id }}>
        {words.sheet}
      </TextLink>
    </Group>
  );
}
