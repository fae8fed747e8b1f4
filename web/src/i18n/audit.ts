import type { AuditGroup } from "../api/types";
import { createFormat, type Language } from "./format";

const pt = createFormat("pt-BR");
const english = createFormat("en");

const groups: Record<AuditGroup, string> = {
  runs: "Treinos",
  datasets: "Planilhas",
  models: "Modelos",
  workers: "Máquinas",
  people: "Pessoas",
  settings: "Ajustes",
  sign_ins: "Entradas",
  shares: "Compartilhamentos",
  downloads: "Downloads",
};

/** The words of the audit trail's page. */
const ptBR = {
  title: "Auditoria",
  lead: "Tudo o que aconteceu, com quem fez e quando. Ninguém pode mudar ou apagar estas linhas.",
  filters: "Filtros",
  group: "Sobre",
  anyGroup: "Tudo",
  groups,
  actor: "Quem fez",
  anyone: "Qualquer pessoa ou máquina",
  from: "Desde",
  to: "Até",
  text: "Com as palavras",
  search: "Procurar",
  clear: "Limpar os filtros",
  caption: "O que aconteceu, do mais novo para o mais antigo",
  columns: { at: "Quando", sentence: "O que aconteceu", address: "De onde" },
  nowhere: "–",
  empty: "Nada aconteceu com estes filtros.",
  older: "Mais antigos",
  newest: "Voltar aos mais novos",
  pages: "Páginas da auditoria",
  exportCsv: "Baixar para o Excel (CSV)",
  exportJsonl: "Baixar com selo (JSON)",
  exportLead: "O arquivo tem todas as linhas destes filtros.",
  sealTitle: "A prova de que nada mudou",
  sealLead:
    "O Afina sela o registro com uma corrente de hashes. Guarde este selo fora daqui e confira quando quiser, no servidor, com o comando.",
  sealed: (sequence: number) => `Selado até o acontecimento ${pt.count(sequence)}`,
  seal: "Selo",
  noSeal: "Ainda não há selo. O primeiro vem em poucos minutos.",
  copySeal: { label: "Copiar o comando", done: "Comando copiado" },
};

export type AuditWords = typeof ptBR;

const en: AuditWords = {
  title: "Audit",
  lead: "All that happened, who did it and when. Nobody can change or remove these lines.",
  filters: "Filters",
  group: "About",
  anyGroup: "Everything",
  groups: {
    runs: "Trainings",
    datasets: "Spreadsheets",
    models: "Models",
    workers: "Machines",
    people: "People",
    settings: "Settings",
    sign_ins: "Sign-ins",
    shares: "Sharing",
    downloads: "Downloads",
  },
  actor: "Done by",
  anyone: "Any person or machine",
  from: "Since",
  to: "Until",
  text: "With the words",
  search: "Search",
  clear: "Clear the filters",
  caption: "What happened, newest first",
  columns: { at: "When", sentence: "What happened", address: "From where" },
  nowhere: "–",
  empty: "Nothing happened with these filters.",
  older: "Older ones",
  newest: "Back to the newest",
  pages: "Pages of the audit trail",
  exportCsv: "Download for Excel (CSV)",
  exportJsonl: "Download with a seal (JSON)",
  exportLead: "The file has all lines of these filters.",
  sealTitle: "The proof that nothing was changed",
  sealLead:
    "Afina seals the log with a chain of hashes. Keep this seal elsewhere and verify whenever you like, on the server, with the command.",
  sealed: (sequence) => `Sealed up to event ${english.count(sequence)}`,
  seal: "Seal",
  noSeal: "There is no seal yet. The first one comes within a few minutes.",
  copySeal: { label: "Copy the command", done: "Command copied" },
};

export const AUDIT: Record<Language, AuditWords> = { "pt-BR": ptBR, en };
