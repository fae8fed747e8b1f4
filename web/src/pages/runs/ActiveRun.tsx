import { useActiveRun } from "../../api/runs";
import { hasEnded } from "../../api/types";
import { useLiveRun } from "../../api/useLiveRun";
import { useOwnWords } from "../../i18n/own";
import { RUNS } from "../../i18n/runs";
import { LinkChip } from "../../ui/LinkChip";
import { ProgressCard } from "../../ui/ProgressCard";
import { Group, Title } from "../../ui/primitives";
import { ButtonLink } from "../../ui/TextLink";

/** The run under way, if there is one. */
export function ActiveRun() {
  const { data: id } = useActiveRun();
  return id ? <ActiveRunCard key={id} id={id} /> : null;
}

function ActiveRunCard({ id }: { id: string }) {
  const words = useOwnWords(RUNS);
  const { view, link } = useLiveRun(id);
  if (view === null || hasEnded(view.run.status)) return null;
  return (
    <ProgressCard
      view={view}
      title={
        <Group justify="space-between">
          <Title order={2}>{words.now(view.run.name)}</Title>
          <LinkChip link={link} />
        </Group>
      }
      action={
        <ButtonLink to="/treinos/$id" params={{ id }}>
          {words.open}
        </ButtonLink>
      }
    />
  );
}
