import { useState } from "react";
import { MOST_COMPARED } from "../../addresses";
import type { RunSummary } from "../../api/types";
import { useOwnWords } from "../../i18n/own";
import { RUNS } from "../../i18n/runs";
import type { Selection } from "../../ui/RowChoice";

export interface Choice {
  /** In the order in which they were chosen; also of other pages of the list. */
  ids: string[];
  clear: () => void;
  selection: Selection<RunSummary>;
}

/** The runs that are to be compared. */
export function useChoice(): Choice {
  const words = useOwnWords(RUNS).choose;
  const [ids, setIds] = useState<string[]>([]);
  return {
    ids,
    clear: () => setIds([]),
    selection: {
      isChosen: ({ id }) => ids.includes(id),
      canChoose: () => ids.length < MOST_COMPARED,
      onChoose: ({ id }, chosen) =>
        setIds((known) => (chosen ? [...known, id] : known.filter((each) => each !== id))),
      words: { column: words.column, choose: ({ name }) => words.row(name) },
    },
  };
}
