import type { ReplayAction, ReplayOutcome } from "../api/types";
import { createFormat, type Language } from "./format";

const pt = createFormat("pt-BR");
const english = createFormat("en");

const actions: Record<ReplayAction, string> = {
  prove: "Conferir as tabelas",
  switch: "Refazer as tabelas",
  accept: "Refazer mesmo com diferenças",
  rollback: "Voltar às tabelas anteriores",
};

const outcomes: Record<ReplayOutcome, string> = {
  equal: "As tabelas estão iguais ao registro.",
  different: "Há diferenças. As tabelas em uso não mudaram.",
  switched: "As tabelas em uso agora são as refeitas.",
  refused: "Nada mudou.",
  failed: "Parou por um defeito nosso. As tabelas em uso não mudaram; veja o registro do servidor.",
};

const refusals: Record<string, string> = {
  running: "Outra conferência já estava em andamento.",
  no_space: "Falta espaço no disco do banco de dados.",
  no_previous: "Não há tabelas anteriores para usar.",
  other_shape: "As tabelas são de outra versão do Afina.",
  busy: "O sistema estava ocupado demais. Tente de novo daqui a pouco.",
};

/** The words of the system's page. */
const ptBR = {
  title: "Sistema",
  well: "Tudo em ordem",
  wellText: "Registro, banco de dados e processos respondem.",
  missing: "Falta alguma coisa",
  missingParts: { log: "o registro", database: "o banco de dados", projector: "quem atualiza as tabelas" },
  consumersAway: "Os processos de fundo não respondem. Treinos e páginas podem mostrar dados antigos.",
  unknown: "sem resposta",
  none: "nenhum",

  versions: "Versões",
  api: "API",
  background: "Processos de fundo",
  broker: "NATS",
  database: "PostgreSQL",

  storage: "Armazenamento",
  disk: "Disco do servidor",
  brokerStore: "Registro e telemetria",
  of: (used: number, whole: number) => `${pt.size(used)} de ${pt.size(whole)}`,
  free: (bytes: number) => `${pt.size(bytes)} livres`,
  full: (text: string) => `${text}, quase cheio`,
  databaseSize: "Banco de dados",
  size: (bytes: number) => pt.size(bytes),

  log: "Registro e tabelas",
  events: "Acontecimentos no registro",
  count: (value: number) => pt.count(value),
  behind: "Atraso das tabelas",
  behindBy: (events: number) =>
    events === 0 ? "nenhum" : `${pt.count(events)} ${events === 1 ? "acontecimento" : "acontecimentos"}`,
  letters: "Mensagens postas de lado",
  sealed: "Selado até",
  sealedUntil: (sequence: number) => `o acontecimento ${pt.count(sequence)}`,

  backups: "Cópias de segurança",
  noBackups:
    "Nenhuma cópia automática. Para ligar, defina AFINA_BACKUP_DIR e AFINA_BACKUP_EVERY_HOURS e reinicie o Afina.",
  newest: "Mais nova",
  every: "Intervalo",
  everyHours: (hours: number) => `a cada ${pt.decimal(hours, 1)} h`,
  checked: "Última conferência",
  notChecked: "na próxima cópia",
  state: "Situação",
  states: { good: "em dia", failed: "a última tentativa falhou", late: "atrasada" },
  machines: "Máquinas",
  machinesOn: (online: number, total: number, paused: number) =>
    `${pt.count(online)} de ${pt.count(total)} ligadas${paused ? `, ${pt.count(paused)} em pausa` : ""}`,
  seeMachines: "Ver as máquinas",

  tables: "Tabelas refeitas a partir do registro",
  tablesLead:
    "O registro é a verdade; as tabelas são o que se lê dele. O Afina as refaz ao lado das que estão em uso, compara as duas e nada para enquanto isso.",
  roles: { live: "em uso", next: "em construção", previous: "anteriores" },
  caption: "Conjuntos de tabelas",
  columns: { role: "Tabelas", sequence: "Até o acontecimento", size: "Tamanho", built: "Refeitas" },
  asItCame: "desde o início",
  actions,
  working: (done: string) => `Lendo o registro: ${done}`,
  bar: "Progresso das tabelas",
  fraction: (done: number, total: number) =>
    total ? `${pt.count(done)} de ${pt.count(total)} mensagens` : "começando",
  last: "Da última vez",
  lastBy: (action: string, who: string) => `${action}, a pedido de ${who}`,
  somebody: "alguém",
  cutShort: "Foi interrompida antes do fim. Peça de novo: ela continua de onde parou.",
  outcomes,
  refusals,
  differing: (tables: string) => `Tabelas diferentes: ${tables}.`,
  read: (messages: number) => `${pt.count(messages)} mensagens lidas.`,
  ask: {
    switch: "Refazer as tabelas e usá-las?",
    accept: "Usar as tabelas refeitas mesmo se houver diferenças?",
    rollback: "Voltar às tabelas anteriores?",
  },
  askBody: {
    switch: "Se forem iguais, as refeitas entram em uso e as atuais ficam guardadas. Se não, nada muda.",
    accept: "O que as páginas mostram pode mudar. As tabelas atuais ficam guardadas e dá para voltar.",
    rollback: "Elas são atualizadas antes de entrar em uso. As atuais ficam guardadas no lugar delas.",
  },
  leave: "Deixar como está",
};

export type SystemWords = typeof ptBR;

const en: SystemWords = {
  title: "System",
  well: "All is well",
  wellText: "Log, database and processes answer.",
  missing: "Something is missing",
  missingParts: { log: "the log", database: "the database", projector: "what keeps the tables up to date" },
  consumersAway: "The background processes do not answer. Trainings and pages may show old data.",
  unknown: "no answer",
  none: "none",

  versions: "Versions",
  api: "API",
  background: "Background processes",
  broker: "NATS",
  database: "PostgreSQL",

  storage: "Storage",
  disk: "The server's disk",
  brokerStore: "Log and telemetry",
  of: (used, whole) => `${english.size(used)} of ${english.size(whole)}`,
  free: (bytes) => `${english.size(bytes)} free`,
  full: (text) => `${text}, almost full`,
  databaseSize: "Database",
  size: (bytes) => english.size(bytes),

  log: "Log and tables",
  events: "Events in the log",
  count: (value) => english.count(value),
  behind: "The tables are behind by",
  behindBy: (events) =>
    events === 0 ? "nothing" : `${english.count(events)} ${events === 1 ? "event" : "events"}`,
  letters: "Messages set aside",
  sealed: "Sealed up to",
  sealedUntil: (sequence) => `event ${english.count(sequence)}`,

  backups: "Backups",
  noBackups:
    "No automatic backups. To have them, set AFINA_BACKUP_DIR and AFINA_BACKUP_EVERY_HOURS and restart Afina.",
  newest: "Newest",
  every: "Interval",
  everyHours: (hours) => `every ${english.decimal(hours, 1)} h`,
  checked: "Last checked",
  notChecked: "with the next backup",
  state: "State",
  states: { good: "up to date", failed: "the last try failed", late: "late" },
  machines: "Machines",
  machinesOn: (online, total, paused) =>
    `${english.count(online)} of ${english.count(total)} on${paused ? `, ${english.count(paused)} paused` : ""}`,
  seeMachines: "See the machines",

  tables: "Tables built again from the log",
  tablesLead:
    "The log is the truth; the tables are what is read of it. Afina builds them beside those in use and compares the two; nothing stops meanwhile.",
  roles: { live: "in use", next: "being built", previous: "previous" },
  caption: "Sets of tables",
  columns: { role: "Tables", sequence: "Up to event", size: "Size", built: "Built" },
  asItCame: "from the beginning",
  actions: {
    prove: "Compare the tables",
    switch: "Build the tables again",
    accept: "Build again, differences or not",
    rollback: "Back to the previous tables",
  },
  working: (done) => `Reading the log: ${done}`,
  bar: "Progress of the tables",
  fraction: (done, total) =>
    total ? `${english.count(done)} of ${english.count(total)} messages` : "beginning",
  last: "The last time",
  lastBy: (action, who) => `${action}, asked for by ${who}`,
  somebody: "somebody",
  cutShort: "It was cut short. Ask again: it goes on from where it stopped.",
  outcomes: {
    equal: "The tables are the same as the log.",
    different: "There are differences. The tables in use have not changed.",
    switched: "The tables in use are now the ones that were built.",
    refused: "Nothing has changed.",
    failed: "It stopped by a fault of ours. The tables in use have not changed; see the server's log.",
  },
  refusals: {
    running: "Another comparison was at work already.",
    no_space: "The database's disk has too little room.",
    no_previous: "There are no previous tables to use.",
    other_shape: "The tables are of another version of Afina.",
    busy: "The system was too busy. Try again in a while.",
  },
  differing: (tables) => `Tables that differ: ${tables}.`,
  read: (messages) => `${english.count(messages)} messages read.`,
  ask: {
    switch: "Build the tables again and use them?",
    accept: "Use the built tables even if they differ?",
    rollback: "Go back to the previous tables?",
  },
  askBody: {
    switch:
      "If they are the same, they come into use and the present ones are kept. If not, nothing changes.",
    accept: "What the pages show may change. The present tables are kept, and you can go back.",
    rollback:
      "They are brought up to date before they come into use. The present ones are kept in their place.",
  },
  leave: "Leave it as it is",
};

export const SYSTEM: Record<Language, SystemWords> = { "pt-BR": ptBR, en };
