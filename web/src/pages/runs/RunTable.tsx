import { useNavigate } from "@tanstack/react-router";
import { RUN_ORDERS, type RunOrderWord, type RunsSearch } from "../../addresses";
import { hasEnded, type RunSummary } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { RUNS } from "../../i18n/runs";
import { DataTable } from "../../ui/DataTable";
import { Paper } from "../../ui/primitives";
import type { Sorting } from "../../ui/SortHeader";
import { useNow } from "../../ui/useNow";
import { CompareBar } from "./CompareBar";
import { useColumns } from "./columns";
import { useChoice } from "./useChoice";

const CLOCK_MS = 5_000;

interface Props {
  runs: RunSummary[];
  search: RunsSearch;
}

/** One page of runs, in the order that the address says. */
export function RunTable({ runs, search }: Props) {
  const words = useOwnWords(RUNS);
  const anyLive = runs.some((run) => !hasEnded(run.status));
  const now = useNow(anyLive ? CLOCK_MS : null);
  const columns = useColumns(now, search.de !== undefined);
  const choice = useChoice();
  return (
    <>
      <Paper p={0}>
        <DataTable
          caption={words.caption}
          columns={columns}
          rows={runs}
          rowKey={({ id }) => id}
          sorting={useSorting(search)}
          selection={choice.selection}
          stacking
          linked
        />
      </Paper>
      <CompareBar ids={choice.ids} onClear={choice.clear} />
    </>
  );
}

function useSorting({ ordem = "quando", sentido }: RunsSearch): Sorting {
  const { sort } = useOwnWords(RUNS);
  const navigate = useNavigate({ from: "/treinos" });
  return {
    by: RUN_ORDERS[ordem],
    direction: sentido === undefined ? "descending" : "ascending",
    words: sort,
    onSort: (by, direction) => {
      const word = (Object.keys(RUN_ORDERS) as RunOrderWord[]).find((each) => RUN_ORDERS[each] === by);
      const change: RunsSearch = {
        ordem: word === "quando" ? undefined : word,
        sentido: direction === "ascending" ? "crescente" : undefined,
        pagina: undefined,
      };
      void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
    },
  };
}
