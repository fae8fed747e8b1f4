import type { Setback } from "../api/live";
import type { LogLevel, Phase, Preset, RunStatus } from "../api/types";
import { createFormat, type Rough } from "./format";

const { count, percent, ordinal } = createFormat("pt-BR");

function plural(value: number, one: string, other: string): string {
  return `${count(value)} ${value === 1 ? one : other}`;
}

function timeLeft(left: Rough): string {
  switch (left.unit) {
    case "moment":
      return "falta menos de 1 minuto";
    case "minutes":
      return left.value === 1 ? "falta cerca de 1 minuto" : `faltam cerca de ${left.value} min`;
    case "hours":
      return `faltam cerca de ${left.value} h${left.half ? " e meia" : ""}`;
    default:
      return left satisfies never;
  }
}

const status: Record<RunStatus, string> = {
  queued: "Na fila",
  running: "Treinando",
  completed: "Concluído",
  failed: "Falhou",
  cancelled: "Cancelado",
};

const phases: Record<"queue" | Phase, string> = {
  queue: "Fila",
  preparing: "Preparar textos",
  training: "Treinar",
  evaluating: "Prova final",
  saving: "Salvar",
};

const setbacks: Record<Setback, string> = {
  worker_lost: "A máquina parou de responder. O treino voltou para a fila e vai ser retomado.",
  stood_still: "O treino ficou parado. Ele voltou para a fila e continua do último ponto salvo.",
  interrupted: "A máquina foi desligada. O treino voltou para a fila e vai ser retomado.",
  failed: "A tentativa anterior falhou. O treino voltou para a fila e vai tentar de novo.",
};

const logLevels: Record<LogLevel, string> = {
  debug: "detalhe",
  info: "informação",
  warning: "aviso",
  error: "erro",
};

const presets: Record<Preset, string> = {
  rapido: "Rápido",
  equilibrado: "Equilibrado",
  preciso: "Caprichado",
};

export const ptBR = {
  status,
  cancelling: "Cancelando",
  phases,
  setbacks,
  logLevels,
  presets,

  shell: {
    name: "Afina",
    skip: "Pular para o conteúdo",
    navigation: "Principal",
    menu: "Menu",
    closeMenu: "Fechar o menu",
    pages: {
      train: "Treinar novo modelo",
      runs: "Meus treinos",
      models: "Modelos",
      datasets: "Planilhas",
      compare: "Comparar",
      machines: "Máquinas",
      presets: "Predefinições",
      administration: "Administração",
      help: "Ajuda",
    },
    technicalArea: "Área técnica",
    technical: "Mostrar recursos técnicos",
    offline: "Sem contato com o servidor",
    offlineSince: (time: string) => `Sem contato com o servidor desde as ${time}`,
    release: (release: string) => `Afina ${release}`,
    language: "Idioma",
    scheme: "Tema",
    schemes: { auto: "Tema automático", light: "Tema claro", dark: "Tema escuro" },
    signOut: "Sair",
    account: "Minha conta",
    bell: {
      title: "Avisos",
      name: (count: number) =>
        count === 0 ? "Avisos" : count === 1 ? "Avisos: 1 novo" : `Avisos: ${count} novos`,
      empty: "Nada aconteceu nos últimos 30 dias.",
      new: "novo",
      choose: "Escolher os avisos",
    },
    loading: "Carregando…",
  },

  errors: {
    unreachable: "Sem resposta do servidor",
    unreachableDo: "O servidor pode estar desligado ou a rede caiu. Seus treinos não dependem desta página.",
    broken: "O servidor não conseguiu responder",
    brokenDo: "O problema é no servidor, não no que você fez. Espere um pouco e tente de novo.",
    refused: "O pedido não foi aceito",
    refusedDo: "Veja com quem cuida do Afina se você pode fazer isso.",
    crashed: "Esta página parou por um defeito nosso",
    crashedDo: "Seus treinos não foram afetados. Recarregue a página para continuar.",
    reload: "Recarregar a página",
    retry: "Tentar de novo",
    code: "Código para o suporte:",
    stale: (time: string) => `Sem contato com o servidor. Estes dados são das ${time}.`,
  },

  notFound: {
    title: "Página não encontrada",
    lead: "O endereço não leva a nenhuma página. Ele pode ter sido copiado pela metade.",
    runTitle: "Treino não encontrado",
    runLead: "Ele não existe ou não é seu. Confira o endereço ou procure na lista.",
    toRuns: "Ver meus treinos",
  },

  live: {
    done: (fraction: number) => `${percent(fraction)} concluído`,
    bar: "Progresso do treino",
    starting: "Começando",
    round: (round: number, rounds: number) => `Rodada ${round} de ${rounds}`,
    left: timeLeft,
    leftGuess: (left: Rough) => `${timeLeft(left)}, pelo ritmo dos treinos anteriores`,
    estimating: "calculando o tempo que falta",
    slower: "está demorando mais que o previsto",
    waiting: "Esperando uma máquina livre",
    place: (place: number) => `${ordinal(place)} da fila`,
    tryingAgain: "O treino voltou para a fila e vai tentar de novo.",
    attempt: (attempt: number) => `Tentativa ${attempt}`,
    steps: "Etapas do treino",
    stepDone: "feita",
    stepNow: "em andamento",
    stepLater: "ainda não",
    close: "Pode fechar esta página. O treino continua no servidor.",
    silence: (minutes: number) =>
      `Sem notícias da máquina há ${plural(minutes, "minuto", "minutos")}. O treino pode continuar; estamos verificando.`,
    memoryShortened: (tokens: number) =>
      `Nem um único texto coube na memória. O treino continua com textos cortados em ${count(tokens)} pedaços de palavra.`,
    memory: "A memória da placa ficou curta. O treino continua em pedaços menores e pode demorar mais.",
    cancelling: "Pedido de cancelamento enviado. A máquina vai parar em instantes.",
    links: {
      live: "Ao vivo",
      reconnecting: "Reconectando…",
      polling: "Atualizando a cada 5 segundos",
    },
    title: (fraction: number, name: string) => `${percent(fraction)} · ${name}`,
  },

  cancel: {
    open: "Cancelar o treino",
    title: "Cancelar este treino?",
    body: "O que já foi aprendido será descartado. A planilha continua salva e você pode treinar de novo.",
    keep: "Continuar treinando",
    confirm: "Cancelar o treino",
  },

  chart: {
    hits: {
      name: "Quanto o modelo está acertando",
      done: "Como ele aprendeu",
      now: (value: number) => `Quanto o modelo está acertando: ${value} de cada 100`,
      best: (value: number, epoch: number) =>
        `Como ele aprendeu: chegou a ${value} de cada 100 na rodada ${epoch}`,
      stopped: (value: number) => `Quanto ele acertava quando parou: ${value} de cada 100`,
      picture: (rounds: number, from: string, to: string) =>
        `Gráfico do acerto em ${plural(rounds, "rodada", "rodadas")}: começou em ${from} e está em ${to}.`,
    },
    f1: {
      name: "Quanto ele encontra e acerta (F1)",
      done: "Como ele aprendeu",
      now: (value: number) => `Quanto ele encontra e acerta (F1): ${value} em 100`,
      best: (value: number, epoch: number) =>
        `Como ele aprendeu: chegou a um F1 de ${value} em 100 na rodada ${epoch}`,
      stopped: (value: number) => `Quanto ele encontrava e acertava (F1) quando parou: ${value} em 100`,
      picture: (rounds: number, from: string, to: string) =>
        `Gráfico do F1 em ${plural(rounds, "rodada", "rodadas")}: começou em ${from} e está em ${to}.`,
    },
    hitsEmpty: "O primeiro ponto aparece no fim da primeira rodada.",
    errorPicture: (rounds: number, from: string, to: string) =>
      `Gráfico do erro do treino em ${plural(rounds, "rodada", "rodadas")}: começou em ${from} e está em ${to}.`,
    rounds: "rodadas",
    error: "Ver também o erro do treino",
    errorTitle: "Erro do treino",
    errorHelp:
      "Quanto menor, melhor. Se o erro na prova sobe enquanto o do treino cai, ele começou a decorar.",
    learning: "no treino",
    exam: "na prova",
    table: "Ver os números em tabela",
    caption: "Números de cada rodada",
    columns: {
      round: "Rodada",
      exam: "Acerto na prova",
      learning: "Acerto no treino",
      balance: "Equilíbrio entre categorias",
      examError: "Erro na prova",
      learningError: "Erro no treino",
      duration: "Duração",
    },
    ofEntities: { exam: "F1 na prova", learning: "Palavras certas no treino", balance: "F1 médio dos tipos" },
    ofAnswers: {
      exam: "Respostas exatas na prova",
      learning: "Respostas exatas no treino",
      balance: "Palavras que coincidem (F1)",
    },
    best: "melhor",
  },

  tips: {
    title: "Você sabia?",
    next: "Outra dica",
    pause: "Parar as dicas",
    resume: "Passar as dicas",
    items: [
      "Cada rodada é uma leitura completa dos seus exemplos. Na segunda leitura o modelo já reconhece padrões.",
      "É normal o acerto oscilar no começo. O que importa é a tendência.",
      "Parte dos seus exemplos fica guardada para a prova. O modelo nunca estuda com ela.",
      "Quando o acerto para de melhorar por algumas rodadas, o treino termina sozinho.",
      "Categorias com poucos exemplos são as que mais erram. Acrescentar exemplos costuma ajudar mais que treinar por mais tempo.",
    ],
  },

  again: {
    title: "Treinar de novo",
    body: (seed: string) =>
      `Usa a mesma planilha, os mesmos ajustes e a mesma semente (${seed}). Na mesma máquina, o resultado deve ser igual.`,
    submit: "Treinar de novo",
  },

  ended: {
    failed: "O treino não terminou",
    failedReading: "Buscando o que aconteceu…",
    cancelled: "Este treino foi cancelado",
    cancelledBody: "Nenhum modelo foi salvo. A planilha continua guardada.",
    cancelledKept: "O melhor modelo até aí ficou guardado no computador que treinou.",
    cancelledAfter: (epochs: number) => `Ele parou depois de ${plural(epochs, "rodada", "rodadas")}.`,
    noReport: "O resultado ainda está sendo gravado. Ele aparece aqui em instantes.",
  },

  run: {
    title: "Treino",
    rename: "Mudar o nome",
  },

  facts: {
    sheet: "Planilha",
    preset: "Jeito de treinar",
    asked: "Pedido",
    started: "Começou",
    finished: "Terminou",
    duration: "Duração",
    machine: "Máquina",
    repeats: "Repete",
    repeated: "um treino anterior",
    retries: "Tenta de novo",
    expected: "Previsto, todas as rodadas",
  },

  technical: {
    title: "Detalhes técnicos",
    none: "–",
    events: "O que aconteceu",
    logs: "Registro do treino",
    logsEmpty: "Nenhuma linha ainda.",
    logsNone: "Nenhuma linha foi guardada.",
    logsRegion: "Linhas do registro",
  },

  announce: {
    progress: (fraction: number) => `${percent(fraction)} concluído.`,
    round: (round: number, rounds: number, hits: number) =>
      `Rodada ${round} de ${rounds} concluída. Acerto: ${hits} de cada 100.`,
    roundByF1: (round: number, rounds: number, f1: number) =>
      `Rodada ${round} de ${rounds} concluída. F1: ${f1} em 100.`,
    completed: (name: string) => `Treino “${name}” concluído.`,
    failed: (name: string) => `O treino “${name}” falhou.`,
    cancelled: (name: string) => `O treino “${name}” foi cancelado.`,
    started: (name: string) => `O treino “${name}” começou.`,
    offline: "Sem contato com o servidor.",
  },
};

export type Catalogue = typeof ptBR;
