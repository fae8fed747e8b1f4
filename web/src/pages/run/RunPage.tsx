import { useParams, useRouterState } from "@tanstack/react-router";
import { isRefused } from "../../api/problem";
import { useLiveRun } from "../../api/useLiveRun";
import { useWords } from "../../i18n";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Stack } from "../../ui/primitives";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { NotFound } from "../not-found/NotFound";
import { Run } from "./Run";
import classes from "./RunPage.module.css";

/** One training, from the queue to its result. */
export function RunPage() {
  const { id } = useParams({ from: "/treinos/$id" });
  const isNew = useRouterState({ select: ({ location }) => location.state.isNew ?? false });
  return (
    <div className={classes.narrow}>
      <FollowedRun key={id} id={id} isNew={isNew} />
    </div>
  );
}

function FollowedRun({ id, isNew }: { id: string; isNew: boolean }) {
  const { view, link, error, retry } = useLiveRun(id, isNew);
  if (view !== null) return <Run view={view} link={link} error={error} />;
  if (isRefused(error, 404)) return <NotFound what="run" />;
  return error ? <Unread error={error} retry={retry} /> : <Waiting />;
}

function Unread({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useWords();
  useTitle(`${t.run.title} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      <PageHeading>{t.run.title}</PageHeading>
      <ErrorCard error={error} retry={retry} />
    </Stack>
  );
}
