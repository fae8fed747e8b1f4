import { useNavigate } from "@tanstack/react-router";
import { type RunsSearch, WHOSE } from "../../addresses";
import { useDatasetChoices } from "../../api/datasets";
import { useAdministrates } from "../../api/session";
import { type RunStatus, STATUSES } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { RUNS } from "../../i18n/runs";
import { ChipChoice } from "../../ui/ChipChoice";
import { FilterBar } from "../../ui/FilterBar";
import { SearchField } from "../../ui/SearchField";
import { Select } from "../../ui/Select";

interface Props {
  search: RunsSearch;
}

/** What of the list is seen; the address keeps it. */
export function Filters({ search }: Props) {
  const words = useOwnWords(RUNS);
  const narrow = useNarrow();
  return (
    <FilterBar label={words.filters}>
      <SearchField
        label={words.search}
        value={search.busca ?? ""}
        onSearch={(text) => narrow({ busca: text.trim() || undefined })}
      />
      <Sheets search={search} />
      <Whose search={search} />
      <States search={search} />
    </FilterBar>
  );
}

/** Changes part of the filter; the first page is shown again. */
function useNarrow(): (change: RunsSearch) => void {
  const navigate = useNavigate({ from: "/treinos" });
  return (change) =>
    void navigate({ search: (now) => ({ ...now, ...change, pagina: undefined }), replace: true });
}

function Sheets({ search }: Props) {
  const words = useOwnWords(RUNS);
  const narrow = useNarrow();
  const sheets = useDatasetChoices(search.de && WHOSE[search.de]);
  if (sheets.length === 0 && search.planilha === undefined) return null;
  const choices = sheets.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Select
      label={words.sheets}
      value={search.planilha ?? ""}
      choices={[{ value: "", label: words.anySheet }, ...choices]}
      onChoose={(id) => narrow({ planilha: id || undefined })}
    />
  );
}

function Whose({ search }: Props) {
  const { own, shared, everybody } = useOwnWords(RUNS).whoseChoices;
  const words = useOwnWords(RUNS);
  const narrow = useNarrow();
  const all = useAdministrates() ? [{ value: "todos" as const, label: everybody }] : [];
  return (
    <Select<keyof typeof WHOSE | "">
      label={words.whose}
      value={search.de ?? ""}
      choices={[{ value: "", label: own }, { value: "compartilhados", label: shared }, ...all]}
      onChoose={(de) => narrow({ de: de || undefined, planilha: undefined })}
    />
  );
}

function States({ search }: Props) {
  const { t } = useWords();
  const words = useOwnWords(RUNS);
  const narrow = useNarrow();
  const states = STATUSES.map((value) => ({ value, label: t.status[value] }));
  return (
    <ChipChoice<RunStatus | "">
      label={words.states}
      value={search.estado ?? ""}
      choices={[{ value: "", label: words.anyState }, ...states]}
      onChoose={(estado) => narrow({ estado: estado || undefined })}
    />
  );
}
