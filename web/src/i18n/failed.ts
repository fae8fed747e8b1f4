import type { FailureCode, Stopper } from "../api/types";
import { createFormat, type Language } from "./format";

const pt = createFormat("pt-BR");
const english = createFormat("en");

const many = (value: number, one: string, more: string) => `${pt.count(value)} ${value === 1 ? one : more}`;
const several = (value: number, one: string, more: string) =>
  `${english.count(value)} ${value === 1 ? one : more}`;

/** What a failure is called, what it means, and what can be done about it. */
export interface Told {
  title: string;
  means: string;
  todo: string;
}

const failuresPt: Record<FailureCode, Told> = {
  out_of_memory: {
    title: "Faltou memória na máquina de treino",
    means:
      "O Afina já tinha diminuído o que lê de cada vez, e mesmo assim não coube. Sua planilha não tem culpa.",
    todo: "Tente com ajustes mais leves. Se outro programa ocupava a memória, tente de novo quando ele terminar.",
  },
  examples_unavailable: {
    title: "Os exemplos não chegaram à máquina de treino",
    means: "A máquina não conseguiu buscar os exemplos no servidor. O treino nem começou a ler.",
    todo: "Confira se a máquina está conectada e tente de novo: nada precisa mudar na planilha.",
  },
  examples_unusable: {
    title: "Não dá para aprender com esta planilha do jeito que está",
    means: "A máquina recebeu os exemplos, mas não há o que treinar com eles.",
    todo: "Confira a planilha: categorias com poucos exemplos e linhas vazias são o mais comum. Depois comece outro treino.",
  },
  base_model_unavailable: {
    title: "A máquina não encontrou o modelo de partida",
    means: "O modelo escolhido não está na máquina e ela não conseguiu, ou não pode, baixá-lo.",
    todo: "Comece outro treino com outro modelo de partida, ou peça a quem administra que instale este.",
  },
  base_model_unusable: {
    title: "O modelo de partida não serve para este treino",
    means: "Ele foi encontrado, mas não é de um tipo que possa aprender isto.",
    todo: "Comece outro treino e escolha outro modelo de partida.",
  },
  diverged: {
    title: "O treino saiu do controle",
    means: "O erro cresceu até deixar de ser um número. Tentar igual daria no mesmo.",
    todo: "Comece outro treino com uma taxa de aprendizado menor: 2e-5, por exemplo, nas opções avançadas.",
  },
  disk_full: {
    title: "Faltou espaço em disco na máquina de treino",
    means: "Não havia onde guardar os pontos salvos ou o modelo.",
    todo: "Peça a quem cuida da máquina que libere espaço e depois tente de novo.",
  },
  crashed: {
    title: "O treino parou por um erro inesperado",
    means: "O programa que treina parou sem terminar. Não foi nada que você fez.",
    todo: "Tente de novo. Se acontecer outra vez, mande os dados para o suporte.",
  },
  attempts_exhausted: {
    title: "O treino falhou em todas as tentativas",
    means: "O Afina tentou sozinho as vezes que podia e parou de insistir.",
    todo: "Tente com ajustes mais leves. Se não adiantar, mande os dados para o suporte.",
  },
  time_limit: {
    title: "O treino passou do tempo que pode levar aqui",
    means: "Quem administra definiu quanto um treino pode durar, e este chegou lá.",
    todo: "Continue do ponto salvo, se houver. Ou treine com ajustes mais leves, que levam menos tempo.",
  },
  stalled: {
    title: "O treino ficou parado",
    means: "A máquina deixou de avançar e o Afina desistiu de esperar por ela.",
    todo: "Confira a máquina e tente de novo.",
  },
};

const failuresEn: Record<FailureCode, Told> = {
  out_of_memory: {
    title: "The training machine ran out of memory",
    means:
      "Afina had already made what it reads at a time smaller, and it still did not fit. Your spreadsheet is not to blame.",
    todo: "Try lighter settings. If another program held the memory, try again once it is done.",
  },
  examples_unavailable: {
    title: "The examples did not reach the training machine",
    means: "The machine could not fetch the examples from the server. Training had not begun to read.",
    todo: "Check that the machine is connected and try again: nothing has to change in the spreadsheet.",
  },
  examples_unusable: {
    title: "This spreadsheet can't be learned from as it is",
    means: "The machine got the examples, but there is nothing to train with.",
    todo: "Check the spreadsheet: categories with few examples and empty rows are the most common. Then start another training.",
  },
  base_model_unavailable: {
    title: "The machine did not find the base model",
    means: "The chosen model is not on the machine, and it could not, or may not, download it.",
    todo: "Start another training with another base model, or ask an administrator to install this one.",
  },
  base_model_unusable: {
    title: "The base model does not suit this training",
    means: "It was found, but it is not of a kind that could learn this.",
    todo: "Start another training and choose another base model.",
  },
  diverged: {
    title: "The training got out of hand",
    means: "The error grew until it was no number any more. Trying the same would end the same.",
    todo: "Start another training with a lower learning rate: 2e-5, say, among the advanced settings.",
  },
  disk_full: {
    title: "The training machine ran out of disk space",
    means: "There was no room for save points or for the model.",
    todo: "Ask whoever looks after the machine to make room, then try again.",
  },
  crashed: {
    title: "The training stopped because of an unexpected error",
    means: "The program that trains stopped before its end. It was nothing that you did.",
    todo: "Try again. If it happens once more, send the facts to support.",
  },
  attempts_exhausted: {
    title: "The training failed in every attempt",
    means: "Afina tried by itself as often as it may, and does not insist.",
    todo: "Try lighter settings. If that does not help, send the facts to support.",
  },
  time_limit: {
    title: "The training took longer than it may here",
    means: "An administrator has set how long a training may take, and this one got there.",
    todo: "Go on from the save point, if there is one. Or train with lighter settings, which take less time.",
  },
  stalled: {
    title: "The training stood still",
    means: "The machine made no more progress, and Afina gave up waiting for it.",
    todo: "Check the machine and try again.",
  },
};

/** What the system of the machine does where memory runs out: it ends whoever holds most of it. */
const killedPt: Told = {
  title: "A máquina encerrou o treino",
  means: "O sistema da máquina interrompeu o programa que treina. Quase sempre é porque faltou memória.",
  todo: "Tente com ajustes mais leves, ou quando outros programas não ocuparem a memória.",
};
const killedEn: Told = {
  title: "The machine ended the training",
  means: "The machine's system stopped the program that trains. Nearly always that is for want of memory.",
  todo: "Try lighter settings, or try when no other programs hold the memory.",
};

/** The words of a training without a model. */
const ptBR = {
  failures: failuresPt,
  killed: killedPt,
  lighter: "Tentar de novo com ajustes mais leves",
  lighterHow: "Com ajustes mais leves, o treino:",
  reads: (now: number, before: number) =>
    `lê ${many(now, "palavra", "palavras")} de cada texto em vez de ${pt.count(before)}`,
  groups: (now: number, before: number) =>
    `lê grupos de ${many(now, "texto", "textos")} em vez de ${pt.count(before)}`,
  anew: "começa do início, porque o ponto salvo só serve para os mesmos ajustes",
  anewPlain: "começa do início",
  time: (sentence: string, machine: string) => `Tempo em ${machine}: ${sentence}`,
  newest: (number: number) => `Ver a tentativa ${pt.count(number)}`,
  again: "Este treino já foi tentado de novo.",
  same: "Tentar de novo igual",
  goOn: "Continuar do ponto salvo",
  goOnHow: (machine: string) =>
    `Continuar do ponto salvo vale se ${machine} pegar o treino. Outra máquina começa do início.`,
  sheet: "Conferir a planilha",
  another: "Começar outro treino",
  machines: "Ver as máquinas",
  lightest: "Estes já são os ajustes mais leves. Outra máquina ou um modelo de partida menor podem resolver.",
  kept: "O que ficou guardado",
  rounds: "Rodadas feitas",
  roundsOf: (done: number, all: number) => (done === 0 ? "nenhuma" : `${pt.count(done)} de ${pt.count(all)}`),
  best: "Melhor até aí",
  bestOf: (right: number) => `acertou ${right} de cada 100`,
  bestF1: (f1: number) => `F1 de ${f1} em 100`,
  savePoint: "Ponto salvo",
  noSavePoint: "nenhum: o treino não chegou ao primeiro",
  takenSavePoint: "foi para a tentativa seguinte",
  savedIn: (rounds: number, machine: string) =>
    rounds === 0
      ? `na primeira rodada, em ${machine}`
      : `depois de ${many(rounds, "rodada", "rodadas")}, em ${machine}`,
  spreadsheet: "Planilha",
  model: "Modelo",
  noModel: "nenhum",
  keptModel: "o melhor até aí, na máquina que treinou",
  tries: "Tentativas",
  number: (number: number) => `Tentativa ${pt.count(number)}`,
  here: (number: number) => `Tentativa ${pt.count(number)} (esta)`,
  settings: (words: number, texts: number) =>
    `${many(words, "palavra", "palavras")} por texto, grupos de ${pt.count(texts)}`,
  support: "Para quem vai ajudar",
  supportLead:
    "Um arquivo com o que aconteceu, os ajustes e o fim do registro. Sem textos da planilha, senhas nem e-mails.",
  code: "Código para o suporte",
  copy: "Copiar o código",
  copied: "Código copiado",
  download: "Baixar os dados",
  technical: "Erro técnico",
  stopped: {
    owner: "Você cancelou este treino",
    another: "Quem administra cancelou este treino",
  } as Record<Stopper, string>,
  ownerStopped: (name: string) => `${name} cancelou este treino`,
  askWhy: "Fale com quem administra para saber o motivo, ou treine de novo quando combinar.",
};

export type FailedWords = typeof ptBR;

const en: FailedWords = {
  failures: failuresEn,
  killed: killedEn,
  lighter: "Try again with lighter settings",
  lighterHow: "With lighter settings the training:",
  reads: (now, before) =>
    `reads ${several(now, "word", "words")} of each text instead of ${english.count(before)}`,
  groups: (now, before) =>
    `reads groups of ${several(now, "text", "texts")} instead of ${english.count(before)}`,
  anew: "begins anew, because a save point is of use to the same settings alone",
  anewPlain: "begins anew",
  time: (sentence, machine) => `Time on ${machine}: ${sentence}`,
  newest: (number) => `See try ${english.count(number)}`,
  again: "This training was tried again already.",
  same: "Try the same again",
  goOn: "Go on from the save point",
  goOnHow: (machine) =>
    `Going on from the save point holds if ${machine} takes the training. Another machine begins anew.`,
  sheet: "Check the spreadsheet",
  another: "Start another training",
  machines: "See the machines",
  lightest: "These are the lightest settings already. Another machine or a smaller base model may help.",
  kept: "What was kept",
  rounds: "Rounds done",
  roundsOf: (done, all) => (done === 0 ? "none" : `${english.count(done)} of ${english.count(all)}`),
  best: "Best so far",
  bestOf: (right) => `got ${right} of every 100 right`,
  bestF1: (f1) => `F1 of ${f1} in 100`,
  savePoint: "Save point",
  noSavePoint: "none: the training did not get to the first",
  takenSavePoint: "went to the next try",
  savedIn: (rounds, machine) =>
    rounds === 0
      ? `in the first round, on ${machine}`
      : `after ${several(rounds, "round", "rounds")}, on ${machine}`,
  spreadsheet: "Spreadsheet",
  model: "Model",
  noModel: "none",
  keptModel: "the best so far, on the machine that trained it",
  tries: "Tries",
  number: (number) => `Try ${english.count(number)}`,
  here: (number) => `Try ${english.count(number)} (this one)`,
  settings: (words, texts) => `${several(words, "word", "words")} a text, groups of ${english.count(texts)}`,
  support: "For whoever is to help",
  supportLead:
    "A file with what happened, the settings and the end of the log. Without texts of the spreadsheet, passwords or e-mail addresses.",
  code: "Code for support",
  copy: "Copy the code",
  copied: "Code copied",
  download: "Download the facts",
  technical: "Technical error",
  stopped: {
    owner: "You cancelled this training",
    another: "An administrator cancelled this training",
  },
  ownerStopped: (name) => `${name} cancelled this training`,
  askWhy: "Ask an administrator for the reason, or train again when that is settled.",
};

export const FAILED: Record<Language, FailedWords> = { "pt-BR": ptBR, en };
