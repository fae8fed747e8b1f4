import { useParams } from "@tanstack/react-router";
import { useModel } from "../../../api/models";
import { isRefused } from "../../../api/problem";
import { useSnapshot } from "../../../api/runs";
import { useWords } from "../../../i18n";
import { useModelSheetWords } from "../../../i18n/model-sheet";
import { EmptyState } from "../../../ui/EmptyState";
import { ErrorCard } from "../../../ui/ErrorCard";
import { PageHeading } from "../../../ui/PageHeading";
import { PrintButton } from "../../../ui/PrintButton";
import { Stack } from "../../../ui/primitives";
import { BackLink } from "../../../ui/TextLink";
import { useTitle } from "../../../ui/useTitle";
import { Waiting } from "../../../ui/Waiting";
import { NotFound } from "../../not-found/NotFound";
import classes from "../RunPage.module.css";
import { ModelSheet } from "./ModelSheet";

/** What has to be known of a model by whoever is to use it, on paper. */
export function ModelSheetPage() {
  const { id } = useParams({ from: "/treinos/$id/ficha" });
  const { t } = useWords();
  const words = useModelSheetWords();
  const { data, error, refetch } = useSnapshot(id, false, false);
  const model = useModel(id);
  useTitle(`${words.title} · ${data?.run.name ?? t.shell.name}`);
  if (isRefused(error, 404)) return <NotFound what="run" />;
  return (
    <Stack gap="lg" className={classes.narrow}>
      <div>
        <BackLink to="/treinos/$id" params={{ id }}>
          {words.back}
        </BackLink>
        <PageHeading aside={data?.metrics.final && <PrintButton label={words.print} />}>
          {data?.run.name ?? words.title}
        </PageHeading>
      </div>
      {data &&
        (data.metrics.final ? (
          <ModelSheet run={data.run} report={data.metrics.final} model={model.data ?? null} />
        ) : (
          <EmptyState title={words.none} text={words.noneDo} />
        ))}
      {!data && (error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />)}
    </Stack>
  );
}
