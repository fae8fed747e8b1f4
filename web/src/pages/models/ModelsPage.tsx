import { useNavigate, useSearch } from "@tanstack/react-router";
import { MODELS_PAGE_SIZE, type ModelFilter, useModels } from "../../api/models";
import { useWords } from "../../i18n";
import { MODELS } from "../../i18n/models";
import { useOwnWords } from "../../i18n/own";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorCard } from "../../ui/ErrorCard";
import { FilterBar } from "../../ui/FilterBar";
import { PageHeading } from "../../ui/PageHeading";
import { Pager } from "../../ui/Pager";
import { Group, Stack, Text } from "../../ui/primitives";
import { SearchField } from "../../ui/SearchField";
import { Select } from "../../ui/Select";
import { StaleNotice } from "../../ui/StaleNotice";
import { ButtonLink } from "../../ui/TextLink";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { ModelCard } from "./ModelCard";
import classes from "./Models.module.css";

/** All models, to be used, found and put in order. */
export function ModelsPage() {
  const { t } = useWords();
  const words = useOwnWords(MODELS);
  const { pagina = 1, busca = "", arquivados = false } = useSearch({ from: "/modelos" });
  useTitle(`${words.title} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      <Stack gap="xs">
        <PageHeading>{words.title}</PageHeading>
        <Text c="dimmed">{words.lead}</Text>
      </Stack>
      <Filters search={busca} archived={arquivados} />
      <ModelList page={pagina} search={busca} archived={arquivados} />
    </Stack>
  );
}

type Which = "inUse" | "archived";

function Filters({ search, archived }: { search: string; archived: boolean }) {
  const words = useOwnWords(MODELS);
  const navigate = useNavigate({ from: "/modelos" });
  const find = (text: string) => {
    const busca = text.trim() || undefined;
    void navigate({ search: (now) => ({ ...now, busca, pagina: undefined }), replace: true });
  };
  const choose = (which: Which) =>
    void navigate({ search: { arquivados: which === "archived" || undefined } });
  return (
    <FilterBar label={words.filters}>
      <SearchField label={words.search} value={search} onSearch={find} />
      <Select<Which>
        label={words.which}
        value={archived ? "archived" : "inUse"}
        choices={[
          { value: "inUse", label: words.inUse },
          { value: "archived", label: words.archived },
        ]}
        onChoose={choose}
      />
    </FilterBar>
  );
}

function ModelList(filter: ModelFilter) {
  const words = useOwnWords(MODELS);
  const { data, error, refetch, dataUpdatedAt } = useModels(filter);
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  if (data.items.length === 0) return <Nothing filtered={filter.search !== "" || filter.archived} />;
  return (
    <Stack gap="md">
      {error && <StaleNotice heardAtMs={dataUpdatedAt} />}
      <ul className={classes.cards} aria-label={words.list}>
        {data.items.map((model) => (
          <ModelCard key={model.id} model={model} />
        ))}
      </ul>
      <ModelPager page={filter.page} total={data.total} />
    </Stack>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  const words = useOwnWords(MODELS);
  if (filtered)
    return (
      <EmptyState
        title={words.nothing}
        action={
          <ButtonLink to="/modelos" search={{}}>
            {words.clear}
          </ButtonLink>
        }
      />
    );
  return (
    <EmptyState
      title={words.empty}
      text={words.emptyHow}
      action={
        <Group justify="center">
          <ButtonLink to="/treinar">{words.train}</ButtonLink>
          <ButtonLink to="/treinar" search={{ exemplo: true }} variant="default">
            {words.example}
          </ButtonLink>
        </Group>
      }
    />
  );
}

function ModelPager({ page, total }: { page: number; total: number }) {
  const words = useOwnWords(MODELS);
  const navigate = useNavigate({ from: "/modelos" });
  const go = (to: number) =>
    void navigate({ search: (now) => ({ ...now, pagina: to > 1 ? to : undefined }) });
  return (
    <Pager
      words={{ ...words, label: words.pages }}
      page={page}
      pageSize={MODELS_PAGE_SIZE}
      total={total}
      onPage={go}
    />
  );
}
