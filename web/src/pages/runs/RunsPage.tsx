import { useNavigate, useSearch } from "@tanstack/react-router";
import { PAGE_SIZE, type RunFilter, useRuns } from "../../api/runs";
import type { RunStatus } from "../../api/types";
import { useWords } from "../../i18n";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Pager } from "../../ui/Pager";
import { Stack } from "../../ui/primitives";
import { Select } from "../../ui/Select";
import { StaleNotice } from "../../ui/StaleNotice";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { ActiveRun } from "./ActiveRun";
import { FirstRun, NothingFiltered } from "./NoRuns";
import { RunTable } from "./RunTable";

/** All trainings, with the one under way on top. */
export function RunsPage() {
  const { t } = useWords();
  const { pagina = 1, estado } = useSearch({ from: "/treinos" });
  useTitle(`${t.runs.title} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      <PageHeading aside={<StatusFilter status={estado} />}>{t.runs.title}</PageHeading>
      <ActiveRun />
      <RunList page={pagina} status={estado} />
    </Stack>
  );
}

function StatusFilter({ status }: { status: RunStatus | undefined }) {
  const { t } = useWords();
  const navigate = useNavigate({ from: "/treinos" });
  const choose = (chosen: RunStatus | "") =>
    void navigate({ search: chosen === "" ? {} : { estado: chosen } });
  const statuses = (Object.keys(t.status) as RunStatus[]).map((value) => ({ value, label: t.status[value] }));
  return (
    <Select<RunStatus | "">
      label={t.runs.filter}
      value={status ?? ""}
      choices={[{ value: "", label: t.runs.all }, ...statuses]}
      onChoose={choose}
    />
  );
}

function RunList(filter: RunFilter) {
  const { data, error, refetch, dataUpdatedAt } = useRuns(filter);
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  if (data.items.length === 0) return filter.status ? <NothingFiltered /> : <FirstRun />;
  return (
    <Stack gap="md">
      {error && <StaleNotice heardAtMs={dataUpdatedAt} />}
      <RunTable runs={data.items} />
      <RunPager filter={filter} total={data.total} />
    </Stack>
  );
}

function RunPager({ filter, total }: { filter: RunFilter; total: number }) {
  const { t } = useWords();
  const navigate = useNavigate({ from: "/treinos" });
  const go = (page: number) =>
    void navigate({ search: (now) => ({ ...now, pagina: page > 1 ? page : undefined }) });
  return (
    <Pager
      words={{ ...t.runs, label: t.runs.pages }}
      page={filter.page}
      pageSize={PAGE_SIZE}
      total={total}
      onPage={go}
    />
  );
}
