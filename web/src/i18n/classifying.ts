import type { ClassificationStatus } from "../api/types";
import { createFormat, type Language } from "./format";

const pt = createFormat("pt-BR");
const en = createFormat("en");

const statusPt: Record<ClassificationStatus, string> = {
  queued: "Na fila",
  running: "Classificando",
  completed: "Pronta",
  failed: "Falhou",
  cancelled: "Interrompida",
};
const statusEn: Record<ClassificationStatus, string> = {
  queued: "Waiting",
  running: "Classifying",
  completed: "Ready",
  failed: "Failed",
  cancelled: "Stopped",
};

/** The words of what classifies a spreadsheet, wherever it is shown. */
const ptBR = {
  goneTitle: "Este modelo foi excluído",
  goneBody: "O treino e as planilhas já classificadas continuam aqui.",
  goingTitle: "Este modelo vai ser excluído",
  goingBody: (machine: string) =>
    `Ninguém pode mais usá-lo. Os arquivos são apagados assim que ${machine} tiver contato.`,
  outOfReachTitle: "Este modelo está fora de alcance",
  outOfReachBody: (machine: string) =>
    `O acesso de ${machine} foi retirado. Os arquivos continuam lá, mas ninguém chega até eles por aqui. Peça a quem administra que cadastre a máquina de novo.`,
  awayTitle: (machine: string) => `${machine} está fora do ar`,
  awayBody: "Você pode mandar uma planilha: ela espera na fila até a máquina voltar.",

  classify: {
    title: "Classificar uma planilha",
    lead: "Mande uma planilha com uma coluna de textos. Ela volta com a resposta e a certeza de cada linha.",
    drop: "Solte a planilha aqui",
    button: "Escolher a planilha",
    help: "XLSX, XLS, ODS, CSV e outros, até 100 mil linhas. Os textos vão só para a máquina do modelo.",
    sending: "Enviando e lendo a planilha…",
    refused: "Não consegui usar esta planilha",
    column: "Qual coluna tem os textos?",
    sheet: "Qual aba tem os textos?",
    choose: "Escolha",
    again: "Classificar com esta escolha",
    other: "Escolher outra planilha",
    sent: "Planilha recebida. Ela está na fila.",
    review: (limit: string) =>
      limit === "0"
        ? "A planilha não pede revisão de nenhuma resposta."
        : `A planilha pede revisão quando a certeza for menor que ${limit} de 100.`,
    questions:
      "Este modelo responde a perguntas sobre um texto, e uma planilha de textos não traz perguntas.",
  },
  jobs: {
    title: "Planilhas classificadas",
    lead: "Só você vê as suas. Elas ficam guardadas por 30 dias.",
    caption: "Planilhas que você classificou com este modelo, da mais nova à mais antiga",
    columns: {
      file: "Planilha",
      state: "Situação",
      rows: "Linhas",
      when: "Quando",
      actions: "Ações",
    },
    status: statusPt,
    place: (place: number) => `${pt.ordinal(place)} da fila`,
    progress: (done: number, total: number) => `${pt.count(done)} de ${pt.count(total)} linhas`,
    bar: (file: string) => `Andamento de ${file}`,
    textColumn: (column: string) => `textos da coluna ${column}`,
    download: "Baixar",
    downloadOf: (file: string) => `Baixar as respostas de ${file}`,
    stop: "Interromper",
    stopOf: (file: string) => `Interromper a classificação de ${file}`,
    remove: "Excluir",
    removeOf: (file: string) => `Excluir ${file} da lista`,
    askStop: (file: string) => `Interromper a classificação de ${file}?`,
    askStopBody: "As respostas dadas até agora se perdem, e os textos enviados são apagados.",
    keepGoing: "Continuar classificando",
    confirmStop: "Interromper",
    askRemove: (file: string) => `Excluir ${file}?`,
    askRemoveBody: "Os textos enviados e as respostas são apagados. O modelo continua como está.",
    keep: "Manter",
    confirmRemove: "Excluir",
  },
};

type ClassifyingWords = typeof ptBR;

const english: ClassifyingWords = {
  goneTitle: "This model was deleted",
  goneBody: "The training and the spreadsheets that it classified are still here.",
  goingTitle: "This model is being deleted",
  goingBody: (machine) =>
    `Nobody can use it any more. Its files are removed as soon as ${machine} is in touch.`,
  outOfReachTitle: "This model is out of reach",
  outOfReachBody: (machine) =>
    `The access of ${machine} was taken away. The files are still there, but nobody gets to them from here. Ask an administrator to register the machine again.`,
  awayTitle: (machine) => `${machine} is away`,
  awayBody: "You can send a spreadsheet: it waits until the machine is back.",

  classify: {
    title: "Classify a spreadsheet",
    lead: "Send a spreadsheet with a column of texts. It comes back with an answer and its certainty on each row.",
    drop: "Drop the spreadsheet here",
    button: "Choose the spreadsheet",
    help: "XLSX, XLS, ODS, CSV and others, up to 100,000 rows. The texts go to the model's machine alone.",
    sending: "Sending and reading the spreadsheet…",
    refused: "I could not use this spreadsheet",
    column: "Which column has the texts?",
    sheet: "Which sheet has the texts?",
    choose: "Choose",
    again: "Classify with this choice",
    other: "Choose another spreadsheet",
    sent: "Spreadsheet received. It is waiting for its turn.",
    review: (limit) =>
      limit === "0"
        ? "The spreadsheet asks for no answer to be reviewed."
        : `The spreadsheet asks for a review where the certainty is below ${limit} of 100.`,
    questions: "This model answers questions about a text, and a spreadsheet of texts asks none.",
  },
  jobs: {
    title: "Classified spreadsheets",
    lead: "Only you see yours. They are kept for 30 days.",
    caption: "Spreadsheets that you classified with this model, newest first",
    columns: { file: "Spreadsheet", state: "State", rows: "Rows", when: "When", actions: "Actions" },
    status: statusEn,
    place: (place) => `${en.ordinal(place)} in the queue`,
    progress: (done, total) => `${en.count(done)} of ${en.count(total)} rows`,
    bar: (file) => `Progress of ${file}`,
    textColumn: (column) => `texts of the column ${column}`,
    download: "Download",
    downloadOf: (file) => `Download the answers of ${file}`,
    stop: "Stop",
    stopOf: (file) => `Stop classifying ${file}`,
    remove: "Delete",
    removeOf: (file) => `Delete ${file} from the list`,
    askStop: (file) => `Stop classifying ${file}?`,
    askStopBody: "The answers so far are lost, and the texts that were sent are deleted.",
    keepGoing: "Go on classifying",
    confirmStop: "Stop",
    askRemove: (file) => `Delete ${file}?`,
    askRemoveBody: "The texts that were sent and the answers are deleted. The model stays as it is.",
    keep: "Keep",
    confirmRemove: "Delete",
  },
};

export const CLASSIFYING: Record<Language, ClassifyingWords> = { "pt-BR": ptBR, en: english };
export type { ClassifyingWords };
