import type { Retention, RetentionKind } from "../api/types";
import { createFormat, type Language } from "./format";

const pt = createFormat("pt-BR");
const english = createFormat("en");

const kinds: Record<RetentionKind, string> = {
  log_lines: "Linhas de registro dos treinos",
  notices: "Avisos enviados e alertas encerrados",
  credentials: "Chaves de acesso, sessões e convites vencidos",
  incoming: "Envios de planilha interrompidos",
  deleted_files: "Arquivos de planilhas excluídas",
  orphaned_files: "Arquivos que nenhuma planilha usa",
  classifications: "Planilhas classificadas",
  read_models: "Tabelas anteriores",
  backups: "Cópias de segurança automáticas",
};

const fields: Record<keyof Retention, string> = {
  log_lines_days: kinds.log_lines,
  notices_days: kinds.notices,
  credentials_days: kinds.credentials,
  incoming_days: kinds.incoming,
  orphaned_files_days: kinds.orphaned_files,
  classifications_days: kinds.classifications,
  read_models_days: kinds.read_models,
  backups_newest: "Cópias mais novas, sempre guardadas",
  backups_daily: "Cópias de dias diferentes",
  backups_weekly: "Cópias de semanas diferentes",
};

/** The words of retention. */
const ptBR = {
  title: "Prazos de guarda",
  lead: "O que ninguém precisa guardar para sempre sai sozinho, uma vez por noite. O registro do que aconteceu nunca é apagado.",
  policy: "Por quanto tempo guardar",
  fields,
  kinds,
  bounds: (least: number, most: number, usual: number, days: boolean) =>
    `De ${pt.count(least)} a ${pt.count(most)}${days ? " dias" : ""}. O normal é ${pt.count(usual)}.`,
  odd: (least: number, most: number) =>
    `Escreva um número inteiro de ${pt.count(least)} a ${pt.count(most)}.`,
  save: "Salvar os prazos",
  saved: (time: string) => `Salvo às ${time}`,
  unchanged: "Nada mudou.",

  cleaning: "Limpeza",
  hour: (hour: number) => `Acontece toda noite, a partir das ${hour} h do servidor.`,
  look: "Ver o que sairia agora",
  looking: "Procurando em todos os arquivos. Pode levar meio minuto.",
  nothing: "Nada sairia agora.",
  caption: "O que sairia agora",
  columns: {
    kind: "O quê",
    count: "Quantos",
    size: "Tamanho",
    oldest: "Mais antigo",
    examples: "Por exemplo",
  },
  count: (value: number) => pt.count(value),
  size: (bytes: number) => pt.size(bytes),
  none: "–",
  apply: "Apagar agora",
  ask: "Apagar agora o que passou do prazo?",
  askBody: "O que está na lista sai para sempre. O registro do que aconteceu fica.",
  leave: "Esperar a noite",
  gone: "Limpeza feita",
  goneNothing: "Não havia nada para apagar.",
  went: (kind: string, count: number, size: string) => `${kind}: ${pt.count(count)} (${size})`,
  stuck: (failed: number) => ` · ${pt.count(failed)} ficaram para a próxima`,
  last: "Última limpeza",
  never: "Ainda não houve nenhuma.",
};

export type RetentionWords = typeof ptBR;

const enKinds: Record<RetentionKind, string> = {
  log_lines: "Log lines of trainings",
  notices: "Notices that were sent, and closed alerts",
  credentials: "Codes, sessions and invitations that have ended",
  incoming: "Uploads that broke off",
  deleted_files: "Files of deleted spreadsheets",
  orphaned_files: "Files that no spreadsheet uses",
  classifications: "Classified spreadsheets",
  read_models: "Previous tables",
  backups: "Automatic backups",
};

const en: RetentionWords = {
  title: "Retention",
  lead: "What nobody needs for ever goes by itself, once a night. The log of what happened is never shortened.",
  policy: "How long to keep things",
  fields: {
    log_lines_days: enKinds.log_lines,
    notices_days: enKinds.notices,
    credentials_days: enKinds.credentials,
    incoming_days: enKinds.incoming,
    orphaned_files_days: enKinds.orphaned_files,
    classifications_days: enKinds.classifications,
    read_models_days: enKinds.read_models,
    backups_newest: "Newest backups, always kept",
    backups_daily: "Backups of different days",
    backups_weekly: "Backups of different weeks",
  },
  kinds: enKinds,
  bounds: (least, most, usual, days) =>
    `From ${english.count(least)} to ${english.count(most)}${days ? " days" : ""}. The usual is ${english.count(usual)}.`,
  odd: (least, most) => `Write a whole number from ${english.count(least)} to ${english.count(most)}.`,
  save: "Save these times",
  saved: (time) => `Saved at ${time}`,
  unchanged: "Nothing has changed.",

  cleaning: "Removal",
  hour: (hour) => `It happens every night, from ${hour}:00 of the server's clock on.`,
  look: "See what would go now",
  looking: "Looking through all files. It may take half a minute.",
  nothing: "Nothing would go now.",
  caption: "What would go now",
  columns: { kind: "What", count: "How many", size: "Size", oldest: "Oldest", examples: "For instance" },
  count: (value) => english.count(value),
  size: (bytes) => english.size(bytes),
  none: "–",
  apply: "Remove now",
  ask: "Remove now what is too old?",
  askBody: "What is on the list goes for ever. The log of what happened stays.",
  leave: "Wait for the night",
  gone: "Removed",
  goneNothing: "There was nothing to remove.",
  went: (kind, count, size) => `${kind}: ${english.count(count)} (${size})`,
  stuck: (failed) => ` · ${english.count(failed)} stay until the next time`,
  last: "Last removal",
  never: "There has been none yet.",
};

export const RETENTION: Record<Language, RetentionWords> = { "pt-BR": ptBR, en };
