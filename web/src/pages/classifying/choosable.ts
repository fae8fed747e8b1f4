import { Refusal } from "../../api/problem";

interface Choices {
  columns: string[];
  sheets: string[];
}

/** What can be chosen among, where a choice would mend what is wrong with a sheet. */
export function choosable(error: Error): Choices {
  if (!(error instanceof Refusal)) return { columns: [], sheets: [] };
  const codes = new Set(error.problem.problems?.map(({ code }) => code));
  const columns = error.problem.columns?.map(({ name }) => name) ?? [];
  const candidates = error.problem.problems?.flatMap(({ params }) => params?.candidates ?? []) ?? [];
  if (codes.has("sheets_ambiguous")) return { columns: [], sheets: candidates.map(String) };
  const asks = codes.has("text_column_not_found") || codes.has("columns_ambiguous");
  return { columns: asks ? columns : [], sheets: [] };
}
