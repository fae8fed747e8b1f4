import { useNavigate, useSearch } from "@tanstack/react-router";
import type { AuditFilter } from "../../api/audit";
import type { AuditSearch } from "./address";

const HERE = "/administracao/auditoria";

/** The filter that the address holds, and how to hold another there. */
export function useAuditSearch() {
  const search = useSearch({ from: HERE });
  const navigate = useNavigate({ from: HERE });
  const { sobre, quem, desde, ate, palavras, antes } = search;
  const filter: AuditFilter = { group: sobre, actor: quem, from: desde, to: ate, text: palavras };
  return {
    filter,
    before: antes,
    change: (wanted: AuditFilter) => void navigate({ search: searchOf(wanted) }),
    turn: (before: number | undefined) => void navigate({ search: { ...search, antes: before } }),
  };
}

function searchOf({ group, actor, from, to, text }: AuditFilter): AuditSearch {
  return {
    sobre: group || undefined,
    quem: actor || undefined,
    desde: from || undefined,
    ate: to || undefined,
    palavras: text || undefined,
  };
}

/** Whether anything is filtered at all. */
export function isFiltered(filter: AuditFilter): boolean {
  return Object.values(filter).some(Boolean);
}
