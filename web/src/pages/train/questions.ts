/** What the server asks about a file before it can be used, and how it is answered. */

import type { ColumnShown, Problem, ProblemItem, SheetShown } from "../../api/types";

export type Question =
  | { kind: "column"; field: string; role: string; columns: ColumnShown[] }
  | { kind: "sheet"; field: string; sheets: SheetShown[] }
  | { kind: "task"; field: string; tasks: string[] }
  | { kind: "form"; field: string; forms: string[] }
  | { kind: "separator"; field: string; separator: string; examples: string[] };

/** The questions in a refusal; none where anything else is wrong too. */
export function questionsIn({ problems, columns, sheets }: Partial<Problem>): Question[] {
  const found = (problems ?? []).map((item) => questionIn(item, columns ?? [], sheets ?? []));
  const asked = found.filter((question) => question !== null);
  return asked.length === found.length ? asked : [];
}

function questionIn(item: ProblemItem, columns: ColumnShown[], sheets: SheetShown[]): Question | null {
  const params = item.params;
  switch (item.code) {
    case "columns_ambiguous":
      return ofColumn(String(params.role), namedIn(columns, params.candidates));
    case "text_column_not_found":
      return ofColumn("text", columns);
    case "label_column_not_found":
      return ofColumn("label", columns);
    case "role_column_not_found":
      return ofColumn(String(params.role), columns);
    case "sheets_ambiguous":
      return { kind: "sheet", field: "sheet", sheets: sheetsIn(sheets, params.candidates) };
    case "task_ambiguous":
      return { kind: "task", field: "task", tasks: listed(params.tasks) };
    case "form_ambiguous":
      return { kind: "form", field: "form", forms: listed(params.forms) };
    case "separator_unconfirmed":
      return {
        kind: "separator",
        field: "label_separator",
        separator: String(params.separator),
        examples: listed(params.examples),
      };
    default:
      return null;
  }
}

/** There is nothing to choose where fewer than two columns were read: a text and an answer are two. */
function ofColumn(role: string, columns: ColumnShown[]): Question | null {
  return columns.length > 1 ? { kind: "column", field: `${role}_column`, role, columns } : null;
}

function namedIn(columns: ColumnShown[], names: unknown): ColumnShown[] {
  return columns.filter(({ name }) => listed(names).includes(name));
}

function sheetsIn(sheets: SheetShown[], names: unknown): SheetShown[] {
  return sheets.filter(({ name }) => listed(names).includes(name));
}

function listed(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
