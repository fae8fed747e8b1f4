import type { Limits } from "../api/types";
import { createFormat, type Language } from "./format";

const pt = createFormat("pt-BR");
const english = createFormat("en");

type Of<Value> = Record<keyof Limits, Value>;

const names: Of<string> = {
  file_bytes: "Tamanho de uma planilha",
  rows: "Linhas de uma planilha",
  columns: "Colunas de uma planilha",
  text_characters: "Letras de um texto",
  epochs: "Rodadas de um treino",
  batch_size: "Textos por grupo",
  max_length: "Pedaços de palavra lidos de cada texto",
  job_hours: "Duração de um treino",
  retries: "Tentativas depois de uma falha",
  runs_of_person: "Treinos de uma pessoa ao mesmo tempo",
  runs_of_all: "Treinos de todos ao mesmo tempo",
};

const units: Partial<Of<string>> = { file_bytes: "MB", job_hours: "horas" };

/** The words of limits and quotas. */
const ptBR = {
  title: "Limites e cotas",
  forAll: "Limites para todos",
  lead: "Valem para todos, na hora, sem reiniciar nada. Treinos que já começaram seguem como estavam.",
  names,
  units,
  bounds: (least: string, most: string, usual: string) => `De ${least} a ${most}. O normal é ${usual}.`,
  odd: (least: string, most: string) => `Escreva um número de ${least} a ${most}.`,
  save: "Salvar os limites",
  saved: (time: string) => `Salvo às ${time}`,
  unchanged: "Nada mudou.",
  reset: "Voltar ao normal em tudo",

  quotas: "Uso e cotas por pessoa",
  quotasLead: "O uso de máquinas é o deste mês. Uma cota própria vale no lugar do limite para todos.",
  caption: "O que cada pessoa usa e pode usar",
  columns: {
    name: "Nome",
    runs: "Treinos agora",
    hours: "Máquinas neste mês",
    sheets: "Planilhas",
    actions: "",
  },
  runs: (active: number, most: number) => `${pt.count(active)} de ${pt.count(most)}`,
  own: "cota própria",
  hours: (hours: number) => `${pt.decimal(hours, 1)} h`,
  sheets: (count: number, bytes: number) =>
    count === 0 ? "nenhuma" : `${pt.count(count)} (${pt.size(bytes)})`,
  change: "Mudar a cota",
  changeOf: (name: string) => `Mudar a cota de ${name}`,
  most: "Treinos ao mesmo tempo",
  mostHelp: (usual: number) =>
    `Deixe vazio para valer o limite de todos, que é ${pt.count(usual)}. Zero não deixa treinar.`,
  mostOdd: "Escreva um número de 0 a 1.000, ou deixe vazio.",
  keep: "Salvar a cota",
  cancel: "Cancelar",
  number: (value: number) => pt.decimal(value, 2),
};

export type LimitsWords = typeof ptBR;

const en: LimitsWords = {
  title: "Limits and quotas",
  forAll: "Limits for everybody",
  lead: "They hold for everybody, at once, without restarting anything. Trainings that have begun go on as they were.",
  names: {
    file_bytes: "Size of a spreadsheet",
    rows: "Rows of a spreadsheet",
    columns: "Columns of a spreadsheet",
    text_characters: "Letters of a text",
    epochs: "Rounds of a training",
    batch_size: "Texts in a group",
    max_length: "Pieces of words read of each text",
    job_hours: "Duration of a training",
    retries: "Tries after a failure",
    runs_of_person: "Trainings of one person at once",
    runs_of_all: "Trainings of everybody at once",
  },
  units: { file_bytes: "MB", job_hours: "hours" },
  bounds: (least, most, usual) => `From ${least} to ${most}. The usual is ${usual}.`,
  odd: (least, most) => `Write a number from ${least} to ${most}.`,
  save: "Save the limits",
  saved: (time) => `Saved at ${time}`,
  unchanged: "Nothing has changed.",
  reset: "Back to the usual for all",

  quotas: "Use and quotas by person",
  quotasLead:
    "The use of machines is this month's. A quota of one's own holds instead of the limit for everybody.",
  caption: "What each person uses and may use",
  columns: {
    name: "Name",
    runs: "Trainings now",
    hours: "Machines this month",
    sheets: "Spreadsheets",
    actions: "",
  },
  runs: (active, most) => `${english.count(active)} of ${english.count(most)}`,
  own: "own quota",
  hours: (hours) => `${english.decimal(hours, 1)} h`,
  sheets: (count, bytes) => (count === 0 ? "none" : `${english.count(count)} (${english.size(bytes)})`),
  change: "Change the quota",
  changeOf: (name) => `Change the quota of ${name}`,
  most: "Trainings at once",
  mostHelp: (usual) =>
    `Leave it empty for everybody's limit, which is ${english.count(usual)}. Zero allows none.`,
  mostOdd: "Write a number from 0 to 1,000, or leave it empty.",
  keep: "Save the quota",
  cancel: "Cancel",
  number: (value) => english.decimal(value, 2),
};

export const LIMITS: Record<Language, LimitsWords> = { "pt-BR": ptBR, en };
