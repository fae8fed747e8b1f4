import { createFormat, type Language } from "./format";

const pt = createFormat("pt-BR");
const english = createFormat("en");

/** The words of the list of runs. */
const ptBR = {
  title: "Meus treinos",
  caption: "Treinos",
  now: (name: string) => `Agora: ${name}`,
  open: "Acompanhar o treino",
  columns: {
    name: "Nome",
    dataset: "Planilha",
    owner: "De quem",
    status: "Estado",
    hits: "Acerto",
    created: "Quando",
    duration: "Duração",
  },
  hits: (value: number) => `${value} de cada 100`,
  f1: (value: number) => `F1 de ${value} em 100`,
  none: "–",
  noHits: "ainda sem prova",
  you: "você",

  filters: "Filtros",
  search: "Procurar pelo nome",
  states: "Estado",
  anyState: "Todos",
  sheets: "Planilha",
  anySheet: "Todas as planilhas",
  whose: "De quem",
  whoseChoices: { own: "Meus treinos", shared: "Compartilhados comigo", everybody: "De todas as pessoas" },

  sort: {
    label: "Ordem",
    directions: { ascending: "crescente", descending: "decrescente" },
  },
  choose: { column: "Comparar", row: (name: string) => `Escolher ${name} para comparar` },
  compare: (count: number) => `Comparar (${pt.count(count)})`,
  chosen: (count: number) => (count === 1 ? "1 treino escolhido" : `${pt.count(count)} treinos escolhidos`),
  oneMore: "Escolha mais um para comparar.",
  full: (most: number) => `Dá para comparar até ${most} de cada vez.`,
  unchoose: "Desfazer a escolha",

  empty: "Você ainda não treinou nenhum modelo.",
  emptyHow: "Um treino começa com uma planilha: textos de um lado, a resposta certa do outro.",
  emptyTrain: "Treinar o primeiro modelo",
  emptyExample: "Pedir um treino pelo terminal ou pela API",
  emptyTerminal: "No terminal, com a sua planilha:",
  emptyReference: "Referência da API",
  filteredEmpty: "Nenhum treino com estes filtros.",
  clear: "Limpar filtros",
  pages: "Páginas da lista",
  range: (from: number, to: number, total: number) =>
    `${pt.count(from)}–${pt.count(to)} de ${pt.count(total)}`,
  previous: "Página anterior",
  next: "Próxima página",
};

export type RunsWords = typeof ptBR;

const en: RunsWords = {
  title: "My trainings",
  caption: "Trainings",
  now: (name) => `Now: ${name}`,
  open: "Follow the training",
  columns: {
    name: "Name",
    dataset: "Spreadsheet",
    owner: "Whose",
    status: "State",
    hits: "Right answers",
    created: "When",
    duration: "Duration",
  },
  hits: (value) => `${value} of every 100`,
  f1: (value) => `F1 of ${value} in 100`,
  none: "–",
  noHits: "no exam yet",
  you: "you",

  filters: "Filters",
  search: "Search by name",
  states: "State",
  anyState: "All",
  sheets: "Spreadsheet",
  anySheet: "All spreadsheets",
  whose: "Whose",
  whoseChoices: { own: "My trainings", shared: "Shared with me", everybody: "Everybody's" },

  sort: {
    label: "Order",
    directions: { ascending: "ascending", descending: "descending" },
  },
  choose: { column: "Compare", row: (name) => `Choose ${name} for comparing` },
  compare: (count) => `Compare (${english.count(count)})`,
  chosen: (count) => (count === 1 ? "1 training chosen" : `${english.count(count)} trainings chosen`),
  oneMore: "Choose one more to compare.",
  full: (most) => `Up to ${most} can be compared at once.`,
  unchoose: "Choose none",

  empty: "You have not trained any model yet.",
  emptyHow: "A training begins with a spreadsheet: texts on one side, the right answer on the other.",
  emptyTrain: "Train the first model",
  emptyExample: "Ask for a training in the terminal or through the API",
  emptyTerminal: "In a terminal, with your spreadsheet:",
  emptyReference: "API reference",
  filteredEmpty: "No training with these filters.",
  clear: "Clear filters",
  pages: "Pages of the list",
  range: (from, to, total) => `${english.count(from)}–${english.count(to)} of ${english.count(total)}`,
  previous: "Previous page",
  next: "Next page",
};

export const RUNS: Record<Language, RunsWords> = { "pt-BR": ptBR, en };
