import { useDrafts, useDropDraft } from "../../api/drafts";
import { useDataset } from "../../api/reports";
import type { Draft } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { TRAIN } from "../../i18n/train";
import { Moment } from "../../ui/Moment";
import { Button, Group } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { TextLink } from "../../ui/TextLink";
import classes from "./OpenDrafts.module.css";

const SHOWN = 5;

/** Trainings that somebody began to put together. */
export function OpenDrafts() {
  const words = useOwnWords(TRAIN).sheet;
  const drafts = useDrafts().data?.items ?? [];
  if (drafts.length === 0) return null;
  return (
    <Section title={words.drafts} lead={words.draftsHelp}>
      <ul className={classes.drafts}>
        {drafts.slice(0, SHOWN).map((draft) => (
          <OpenDraft key={draft.id} draft={draft} />
        ))}
      </ul>
    </Section>
  );
}

function OpenDraft({ draft }: { draft: Draft }) {
  const words = useOwnWords(TRAIN).sheet;
  const drop = useDropDraft();
  const dataset = useDataset(draft.dataset_id).data;
  const name = draft.name ?? dataset?.name ?? words.unnamed;
  return (
    <li>
      <span className={classes.name}>
        <TextLink to="/treinar/$draft" params={{ draft: draft.id }}>
          {words.resume(name)}
        </TextLink>
      </span>
      <Group gap="sm">
        <Moment at={draft.changed_at} />
        <Button
          variant="default"
          aria-label={words.discardOf(name)}
          loading={drop.isPending}
          onClick={() => drop.mutate(draft.id)}
        >
          {words.discard}
        </Button>
      </Group>
    </li>
  );
}
