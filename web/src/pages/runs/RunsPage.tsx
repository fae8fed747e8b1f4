import { useSearch } from "@tanstack/react-router";
import { RUN_ORDERS, type RunsSearch, WHOSE } from "../../addresses";
import { type RunFilter, useRuns } from "../../api/runs";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { RUNS } from "../../i18n/runs";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Stack } from "../../ui/primitives";
import { StaleNotice } from "../../ui/StaleNotice";
import { Tip } from "../../ui/Tip";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { ActiveRun } from "./ActiveRun";
import { Filters } from "./Filters";
import { FirstRun, NothingFiltered } from "./NoRuns";
import { RunPager } from "./RunPager";
import { RunTable } from "./RunTable";

/** All trainings, with the one under way on top. */
export function RunsPage() {
  const { t } = useWords();
  const words = useOwnWords(RUNS);
  useTitle(`${words.title} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      <PageHeading>{words.title}</PageHeading>
      <ActiveRun />
      <RunList search={useSearch({ from: "/treinos" })} />
    </Stack>
  );
}

function filterOf(search: RunsSearch): RunFilter {
  return {
    page: search.pagina ?? 1,
    status: search.estado,
    datasetId: search.planilha,
    search: search.busca,
    whose: search.de && WHOSE[search.de],
    order: search.ordem && RUN_ORDERS[search.ordem],
    descending: search.sentido === undefined ? undefined : false,
  };
}

function isFiltered({ estado, planilha, busca, de }: RunsSearch): boolean {
  return Boolean(estado ?? planilha ?? busca ?? de);
}

function RunList({ search }: { search: RunsSearch }) {
  const { data, error, refetch, dataUpdatedAt } = useRuns(filterOf(search));
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  if (data.total === 0 && !isFiltered(search)) return <FirstRun />;
  return (
    <Stack gap="md">
      {error && <StaleNotice heardAtMs={dataUpdatedAt} />}
      <Filters search={search} />
      {data.items.length === 0 ? (
        <NothingFiltered />
      ) : (
        <>
          <RunTable runs={data.items} search={search} />
          <RunPager page={search.pagina ?? 1} total={data.total} />
        </>
      )}
      <Tip />
    </Stack>
  );
}
