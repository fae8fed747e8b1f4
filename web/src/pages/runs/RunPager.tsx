import { useNavigate } from "@tanstack/react-router";
import { PAGE_SIZE } from "../../api/runs";
import { useOwnWords } from "../../i18n/own";
import { RUNS } from "../../i18n/runs";
import { Pager } from "../../ui/Pager";

interface Props {
  /** From 1. */
  page: number;
  total: number;
}

/** Where the list is, and the pages beside it. */
export function RunPager({ page, total }: Props) {
  const words = useOwnWords(RUNS);
  const navigate = useNavigate({ from: "/treinos" });
  const go = (next: number) =>
    void navigate({ search: (now) => ({ ...now, pagina: next > 1 ? next : undefined }) });
  return (
    <Pager
      words={{ ...words, label: words.pages }}
      page={page}
      pageSize={PAGE_SIZE}
      total={total}
      onPage={go}
    />
  );
}
