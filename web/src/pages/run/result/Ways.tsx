import type { RunDetails } from "../../../api/types";
import { useResultWords } from "../../../i18n/result";
import { Group } from "../../../ui/primitives";
import { TextLink } from "../../../ui/TextLink";

/** Where to go from a result. */
export function Ways({ run }: { run: RunDetails }) {
  const words = useResultWords().ways;
  return (
    <Group component="nav" aria-label={words.label} gap="lg" data-screen-only>
      <TextLink to="/treinos/$id/ficha" params={{ id: run.id }}>
        {words.sheet}
      </TextLink>
    </Group>
  );
}
