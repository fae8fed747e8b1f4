/** What the addresses of lists may say; Portuguese, as all of the page's addresses. Pure. */

import type { Whose } from "./api/listing";
import { type RunOrder, type RunStatus, STATUSES } from "./api/types";

type Raw = Record<string, unknown>;

/** Whose things are listed, by the words that addresses have for it. */
export const WHOSE = { compartilhados: "shared", todos: "everybody" } as const satisfies Record<
  string,
  Whose
>;

/** By what runs are ordered, likewise. */
export const RUN_ORDERS = {
  quando: "created",
  nome: "name",
  planilha: "dataset",
  estado: "status",
  acerto: "hits",
  duracao: "duration",
} as const satisfies Record<string, RunOrder>;

export type RunOrderWord = keyof typeof RUN_ORDERS;

export interface RunsSearch {
  /** From 2 on; the first page is the one without a number. */
  pagina?: number | undefined;
  estado?: RunStatus | undefined;
  planilha?: string | undefined;
  busca?: string | undefined;
  de?: keyof typeof WHOSE | undefined;
  ordem?: RunOrderWord | undefined;
  sentido?: "crescente" | undefined;
}

/** Names all, so that what the address says wrongly is overwritten. */
export function runsSearch(raw: Raw): RunsSearch {
  return {
    pagina: pageIn(raw),
    estado: STATUSES.find((known) => known === raw.estado),
    planilha: idIn(raw.planilha),
    busca: textIn(raw.busca),
    de: keyIn(WHOSE, raw.de),
    ordem: keyIn(RUN_ORDERS, raw.ordem),
    sentido: raw.sentido === "crescente" ? "crescente" : undefined,
  };
}

function pageIn({ pagina }: Raw): number | undefined {
  const page = Number(pagina);
  return Number.isInteger(page) && page > 1 ? page : undefined;
}

/** A search for digits comes as a number. */
function textIn(said: unknown): string | undefined {
  const text = typeof said === "number" ? String(said) : said;
  return typeof text === "string" && text.trim() !== "" ? text.slice(0, 200) : undefined;
}

export interface DatasetsSearch {
  pagina?: number | undefined;
  de?: keyof typeof WHOSE | undefined;
}

export function datasetsSearch(raw: Raw): DatasetsSearch {
  return { pagina: pageIn(raw), de: keyIn(WHOSE, raw.de) };
}

/** Runs that can still be told apart in one picture. */
export const MOST_COMPARED = 6;

/** The pictures of a comparison, one at a time. */
export const PICTURES = ["categorias", "acerto", "erro", "tempo"] as const;
export type Picture = (typeof PICTURES)[number];

export interface CompareSearch {
  /** With commas in between. */
  ids?: string | undefined;
  grafico?: Picture | undefined;
  /** Also what is the same in all. */
  tudo?: true | undefined;
}

/** Ids that are none, or too many, are left out. */
export function compareSearch(raw: Raw): CompareSearch {
  const said = typeof raw.ids === "string" ? raw.ids.split(",") : [];
  const ids = [...new Set(said)].filter((id) => idIn(id)).slice(0, MOST_COMPARED);
  return {
    ids: ids.length > 0 ? ids.join(",") : undefined,
    grafico: PICTURES.find((known) => known === raw.grafico),
    tudo: raw.tudo === true ? true : undefined,
  };
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function idIn(said: unknown): string | undefined {
  return typeof said === "string" && ID.test(said) ? said : undefined;
}

function keyIn<Key extends string>(known: Record<Key, unknown>, said: unknown): Key | undefined {
  return (Object.keys(known) as Key[]).find((key) => key === said);
}
