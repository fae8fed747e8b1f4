import { createFormat, type Language, type Rough } from "./format";

const pt = createFormat("pt-BR");
const english = createFormat("en");

function ptFrom(seconds: Rough): string {
  switch (seconds.unit) {
    case "moment":
      return "em menos de 1 minuto";
    case "minutes":
      return `em cerca de ${seconds.value} min`;
    case "hours":
      return `em cerca de ${seconds.value} h${seconds.half ? " e meia" : ""}`;
    default:
      return seconds satisfies never;
  }
}

function enFrom(seconds: Rough): string {
  switch (seconds.unit) {
    case "moment":
      return "in less than a minute";
    case "minutes":
      return `in about ${seconds.value} min`;
    case "hours":
      return seconds.half ? `in about ${seconds.value} and a half hours` : `in about ${seconds.value} h`;
    default:
      return seconds satisfies never;
  }
}

/** The words of a run that waits or is trained, and of what one may do with it then. */
const ptBR = {
  rename: {
    name: "Nome do treino",
    empty: "Escreva um nome para o treino.",
    save: "Guardar o nome",
    cancel: "Deixar como está",
    done: (name: string) => `O treino agora se chama “${name}”.`,
  },

  nobody: "Nenhuma máquina está conectada",
  nobodyDo:
    "O treino espera na fila e começa sozinho quando uma máquina entrar. Ligue o computador que treina ou fale com quem cuida dele.",
  machines: "Ver as máquinas",
  turn: (left: Rough) => `O treino deve começar ${ptFrom(left)}.`,
  turnUnknown: "O treino começa sozinho quando chegar a vez dele.",

  done: "Treino concluído",
  doneBody: (value: number) => `O modelo ficou pronto. Na melhor rodada ele acertou ${value} de cada 100.`,
  doneByF1: (value: number) =>
    `O modelo ficou pronto. Na melhor rodada ele chegou a um F1 de ${value} em 100.`,
  donePlain: "O modelo ficou pronto.",
  result: "Ver o resultado",

  cancel: {
    keepBest: "Parar e ficar com o melhor",
    body: (value: number, round: number) =>
      `Até agora o melhor modelo é o da rodada ${round}: acerta ${value} de cada 100. Você pode parar e ficar com ele. Se cancelar sem guardar, o que foi aprendido se perde.`,
    bodyByF1: (value: number, round: number) =>
      `Até agora o melhor modelo é o da rodada ${round}: F1 de ${value} em 100. Você pode parar e ficar com ele. Se cancelar sem guardar, o que foi aprendido se perde.`,
    discard: "Cancelar sem guardar",
  },

  kept: (value: number, round: number) =>
    `É o modelo da rodada ${round}: acertava ${value} de cada 100 na prova.`,
  keptByF1: (value: number, round: number) =>
    `É o modelo da rodada ${round}: F1 de ${value} em 100 na prova.`,
  model: "Usar o modelo",

  machine: {
    title: "Uso da máquina",
    name: "Máquina",
    reading: "Esperando as medidas da máquina…",
    away: "A máquina não está mandando medidas agora.",
  },

  steps: {
    title: "Erro a cada passo",
    help: "Cada ponto é a média dos passos desde o ponto anterior. Quanto menor, melhor.",
    empty: "O primeiro ponto aparece nos primeiros passos do treino.",
    raw: "erro do treino",
    smooth: "média móvel",
    smoothing: "Mostrar a média móvel",
    axis: "passos",
    picture: (points: number, from: string, to: string) =>
      `Gráfico do erro do treino em ${pt.count(points)} pontos: começou em ${from} e está em ${to}.`,
    rate: "Taxa de aprendizado agora",
    speed: "Exemplos por segundo agora",
  },

  events: {
    caption: "O que aconteceu neste treino, do mais novo ao mais antigo",
    columns: { at: "Quando", sentence: "O quê" },
    empty: "Nada foi anotado ainda.",
    older: "Só as últimas anotações aparecem aqui.",
  },

  logs: {
    search: "Procurar no registro",
    none: "Nenhuma linha tem este texto.",
    shown: (shown: number, total: number) =>
      total > shown
        ? `Mostrando as últimas ${pt.count(shown)} de ${pt.count(total)} linhas.`
        : total === 1
          ? "1 linha"
          : `${pt.count(total)} linhas`,
    download: "Baixar o registro inteiro",
  },
};

export type LiveWords = typeof ptBR;

const en: LiveWords = {
  rename: {
    name: "Name of the training",
    empty: "Write a name for the training.",
    save: "Keep the name",
    cancel: "Leave it as it is",
    done: (name) => `The training is now called “${name}”.`,
  },

  nobody: "No machine is connected",
  nobodyDo:
    "The training waits in the queue and starts by itself when a machine joins. Switch on the computer that trains, or talk to whoever looks after it.",
  machines: "See the machines",
  turn: (left) => `The training should start ${enFrom(left)}.`,
  turnUnknown: "The training starts by itself when its turn comes.",

  done: "Training completed",
  doneBody: (value) => `The model is ready. In its best round it got ${value} of every 100 right.`,
  doneByF1: (value) => `The model is ready. In its best round it reached an F1 of ${value} in 100.`,
  donePlain: "The model is ready.",
  result: "See the result",

  cancel: {
    keepBest: "Stop and keep the best",
    body: (value, round) =>
      `So far the best model is that of round ${round}: it gets ${value} of every 100 right. You can stop and keep it. If you cancel without keeping it, what was learned is lost.`,
    bodyByF1: (value, round) =>
      `So far the best model is that of round ${round}: an F1 of ${value} in 100. You can stop and keep it. If you cancel without keeping it, what was learned is lost.`,
    discard: "Cancel and keep nothing",
  },

  kept: (value, round) =>
    `It is the model of round ${round}: it got ${value} of every 100 right in the exam.`,
  keptByF1: (value, round) => `It is the model of round ${round}: an F1 of ${value} in 100 in the exam.`,
  model: "Use the model",

  machine: {
    title: "Use of the machine",
    name: "Machine",
    reading: "Waiting for the machine's readings…",
    away: "The machine sends no readings just now.",
  },

  steps: {
    title: "Error at each step",
    help: "Each point is the mean of the steps since the point before. Lower is better.",
    empty: "The first point appears with the first steps of the training.",
    raw: "training error",
    smooth: "moving average",
    smoothing: "Show the moving average",
    axis: "steps",
    picture: (points, from, to) =>
      `Chart of the training error in ${english.count(points)} points: it began at ${from} and is at ${to}.`,
    rate: "Learning rate now",
    speed: "Examples a second now",
  },

  events: {
    caption: "What happened in this training, newest first",
    columns: { at: "When", sentence: "What" },
    empty: "Nothing was noted yet.",
    older: "Only the latest notes are shown here.",
  },

  logs: {
    search: "Search the log",
    none: "No line has this text.",
    shown: (shown, total) =>
      total > shown
        ? `Showing the last ${english.count(shown)} of ${english.count(total)} lines.`
        : total === 1
          ? "1 line"
          : `${english.count(total)} lines`,
    download: "Download the whole log",
  },
};

export const LIVE: Record<Language, LiveWords> = { "pt-BR": ptBR, en };
