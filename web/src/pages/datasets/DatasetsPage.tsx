import { useNavigate, useSearch } from "@tanstack/react-router";
import { WHOSE } from "../../addresses";
import { PAGE_SIZE, useDatasets } from "../../api/datasets";
import { useAdministrates } from "../../api/session";
import { useWords } from "../../i18n";
import { DATASETS } from "../../i18n/datasets";
import { useOwnWords } from "../../i18n/own";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Pager } from "../../ui/Pager";
import { Stack } from "../../ui/primitives";
import { Select } from "../../ui/Select";
import { StaleNotice } from "../../ui/StaleNotice";
import { ButtonLink } from "../../ui/TextLink";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { DatasetTable } from "./DatasetTable";

/** All spreadsheets that were sent, the newest first. */
export function DatasetsPage() {
  const { t } = useWords();
  const words = useOwnWords(DATASETS);
  useTitle(`${words.title} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      <PageHeading aside={<Whose />}>{words.title}</PageHeading>
      <List />
    </Stack>
  );
}

function Whose() {
  const words = useOwnWords(DATASETS);
  const { own, shared, everybody } = words.whoseChoices;
  const { de } = useSearch({ from: "/planilhas" });
  const navigate = useNavigate({ from: "/planilhas" });
  const all = useAdministrates() ? [{ value: "todos" as const, label: everybody }] : [];
  return (
    <Select<keyof typeof WHOSE | "">
      label={words.whose}
      value={de ?? ""}
      choices={[{ value: "", label: own }, { value: "compartilhados", label: shared }, ...all]}
      onChoose={(chosen) => void navigate({ search: { de: chosen || undefined } })}
    />
  );
}

function List() {
  const { de, pagina = 1 } = useSearch({ from: "/planilhas" });
  const words = useOwnWords(DATASETS);
  const navigate = useNavigate({ from: "/planilhas" });
  const { data, error, refetch, dataUpdatedAt } = useDatasets({ page: pagina, whose: de && WHOSE[de] });
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  if (data.items.length === 0) return de === undefined && pagina === 1 ? <NoSheets /> : <NothingHere />;
  const go = (page: number) =>
    void navigate({ search: (now) => ({ ...now, pagina: page > 1 ? page : undefined }) });
  return (
    <Stack gap="md">
      {error && <StaleNotice heardAtMs={dataUpdatedAt} />}
      <DatasetTable datasets={data.items} withOwners={de !== undefined} />
      <Pager
        words={{ ...words, label: words.pages }}
        page={pagina}
        pageSize={PAGE_SIZE}
        total={data.total}
        onPage={go}
      />
    </Stack>
  );
}

function NoSheets() {
  const words = useOwnWords(DATASETS);
  return <EmptyState title={words.empty} text={words.emptyHow} />;
}

function NothingHere() {
  const words = useOwnWords(DATASETS);
  return (
    <EmptyState title={words.filteredEmpty} action={<ButtonLink to="/planilhas">{words.clear}</ButtonLink>} />
  );
}
