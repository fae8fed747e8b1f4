import { createFormat, type Language } from "./format";

const pt = createFormat("pt-BR");
const english = createFormat("en");

const many = (value: number, one: string, more: string) => `${pt.count(value)} ${value === 1 ? one : more}`;
const several = (value: number, one: string, more: string) =>
  `${english.count(value)} ${value === 1 ? one : more}`;

/** The parts of an example, by the role of the column that it came from. */
const roles: Record<string, string> = {
  text: "Texto",
  label: "Resposta certa",
  group: "Grupo",
  split: "Parte",
  tokens: "Palavras",
  tags: "Marcações",
  entities: "Entidades",
  context: "Texto",
  question: "Pergunta",
  answer: "Resposta",
  answers: "Respostas",
  prompt: "Pedido",
  completion: "Resposta",
  messages: "Conversa",
  labels: "Respostas certas",
};

/** The words of the pages about spreadsheets. */
const ptBR = {
  title: "Planilhas",
  caption: "Planilhas, da mais nova para a mais antiga",
  whose: "De quem",
  whoseChoices: {
    own: "Minhas planilhas",
    shared: "Compartilhadas comigo",
    everybody: "De todas as pessoas",
  },
  columns: {
    name: "Nome",
    owner: "De quem",
    rows: "Exemplos",
    categories: "Categorias",
    versions: "Versão",
    models: "Modelos",
    size: "Tamanho",
    created: "Enviada",
  },
  you: "você",
  none: "–",
  empty: "Você ainda não enviou nenhuma planilha.",
  emptyHow: "Ela é enviada quando você treina um modelo, e fica guardada aqui para os próximos treinos.",
  filteredEmpty: "Nenhuma planilha aqui.",
  clear: "Ver as minhas planilhas",
  pages: "Páginas da lista",
  range: (from: number, to: number, total: number) =>
    `${pt.count(from)}–${pt.count(to)} de ${pt.count(total)}`,
  previous: "Página anterior",
  next: "Próxima página",

  page: "Planilha",
  back: "Planilhas",
  missing: "Planilha não encontrada",
  missingLead: "Ela não existe, foi excluída ou não é sua.",
  facts: {
    file: "Arquivo",
    rows: "Exemplos usados",
    leftOut: "Linhas deixadas de fora",
    categories: "Categorias",
    version: "Versão",
    created: "Enviada",
    owner: "De quem",
  },
  original: "Baixar a original",
  runs: "Ver os treinos dela",

  examples: (count: number) => many(count, "exemplo", "exemplos"),

  rows: "Ver as linhas",
  rowsCaption: "Linhas da planilha, como os treinos as leem",
  row: "Linha",
  roles,
  onlyLabel: "Categoria",
  anyLabel: "Todas as categorias",
  noRows: "Nenhuma linha com esta categoria.",

  versions: "Versões",
  versionsLead: "A primeira é o arquivo como foi lido. Cada ajuste cria outra, e as anteriores ficam.",
  version: (version: number) => `Versão ${version}`,
  newest: "a mais nova",
  first: "O arquivo como foi lido.",
  usedBy: (count: number) =>
    count === 0 ? "nenhum treino usou" : many(count, "treino usou", "treinos usaram"),
  changes: "Ver o que mudou",
  dropped: (count: number) => many(count, "exemplo saiu", "exemplos saíram"),
  added: (count: number) => many(count, "exemplo entrou", "exemplos entraram"),
  changed: (count: number) => many(count, "exemplo mudou", "exemplos mudaram"),
  unchanged: "Nenhum exemplo mudou.",
  before: "Antes",
  after: "Depois",
  changedCaption: "Alguns dos exemplos que mudaram",
  csv: (version: number) => `Baixar a versão ${version} em CSV`,
  xlsx: (version: number) => `Baixar a versão ${version} para o Excel`,

  suspects: "Respostas que parecem trocadas",
  suspectsLead:
    "Um método rápido lê os exemplos e aponta aqueles em que outra resposta parece mais certa. Leva alguns segundos.",
  find: "Procurar respostas trocadas",
  suspectsNone: (judged: number) => `Nenhuma, em ${many(judged, "exemplo olhado", "exemplos olhados")}.`,
  suspectsSome: (count: number, judged: number) =>
    `${pt.count(count)} de ${many(judged, "exemplo olhado", "exemplos olhados")}. Confira na sua planilha.`,
  suspectsCaption: "Exemplos com a resposta talvez trocada, do mais certo para o menos",
  suspect: {
    row: "Linha",
    text: "Texto",
    label: "Na planilha",
    likelier: "Parece ser",
    confidence: "Certeza",
  },

  models: "Modelos que aprenderam com ela",
  noModels: "Nenhum modelo aprendeu com ela ainda.",
  hits: (value: number) => `${value} de cada 100`,

  sharing: "Quem mais vê esta planilha",
  sharingLead: "Quem a vê pode baixar e treinar com ela, mas não muda nada.",
  nobody: "Só você e quem administra.",
  everyone: "Todas as pessoas",
  person: "Compartilhar com",
  personHelp: "Comece a escrever o nome da pessoa.",
  nobodyFound: "Ninguém com este nome.",
  shareWith: (name: string) => `Compartilhar com ${name}`,
  shareEveryone: "Compartilhar com todas as pessoas",
  unshare: (name: string) => `Deixar de compartilhar com ${name}`,

  remove: "Excluir a planilha",
  removeAsk: (name: string) => `Excluir a planilha “${name}”?`,
  removeBody: "O arquivo e todas as versões são apagados e não voltam.",
  removeUsed: (names: string) =>
    `Ela não pode ser excluída, porque estes treinos a usam: ${names}. Assim cada modelo pode ser explicado.`,
  keep: "Manter a planilha",
  confirm: "Excluir a planilha",
};

export type DatasetsWords = typeof ptBR;

const en: DatasetsWords = {
  title: "Spreadsheets",
  caption: "Spreadsheets, newest first",
  whose: "Whose",
  whoseChoices: { own: "My spreadsheets", shared: "Shared with me", everybody: "Everybody's" },
  columns: {
    name: "Name",
    owner: "Whose",
    rows: "Examples",
    categories: "Categories",
    versions: "Version",
    models: "Models",
    size: "Size",
    created: "Sent",
  },
  you: "you",
  none: "–",
  empty: "You have not sent any spreadsheet yet.",
  emptyHow: "One is sent when you train a model, and is kept here for the next trainings.",
  filteredEmpty: "No spreadsheet here.",
  clear: "See my spreadsheets",
  pages: "Pages of the list",
  range: (from, to, total) => `${english.count(from)}–${english.count(to)} of ${english.count(total)}`,
  previous: "Previous page",
  next: "Next page",

  page: "Spreadsheet",
  back: "Spreadsheets",
  missing: "Spreadsheet not found",
  missingLead: "It does not exist, was deleted, or is not yours.",
  facts: {
    file: "File",
    rows: "Examples used",
    leftOut: "Rows left out",
    categories: "Categories",
    version: "Version",
    created: "Sent",
    owner: "Whose",
  },
  original: "Download the original",
  runs: "See its trainings",

  examples: (count) => several(count, "example", "examples"),

  rows: "See the rows",
  rowsCaption: "Rows of the spreadsheet, as trainings read them",
  row: "Row",
  roles: {
    text: "Text",
    label: "Right answer",
    group: "Group",
    split: "Part",
    tokens: "Words",
    tags: "Tags",
    entities: "Entities",
    context: "Text",
    question: "Question",
    answer: "Answer",
    answers: "Answers",
    prompt: "Prompt",
    completion: "Answer",
    messages: "Conversation",
    labels: "Right answers",
  },
  onlyLabel: "Category",
  anyLabel: "All categories",
  noRows: "No row with this category.",

  versions: "Versions",
  versionsLead: "The first is the file as it was read. Each fix makes another one, and earlier ones stay.",
  version: (version) => `Version ${version}`,
  newest: "the newest",
  first: "The file as it was read.",
  usedBy: (count) =>
    count === 0 ? "no training used it" : several(count, "training used it", "trainings used it"),
  changes: "See what changed",
  dropped: (count) => several(count, "example went", "examples went"),
  added: (count) => several(count, "example came", "examples came"),
  changed: (count) => several(count, "example changed", "examples changed"),
  unchanged: "No example changed.",
  before: "Before",
  after: "After",
  changedCaption: "Some of the examples that changed",
  csv: (version) => `Download version ${version} as CSV`,
  xlsx: (version) => `Download version ${version} for Excel`,

  suspects: "Answers that look mixed up",
  suspectsLead:
    "A quick method reads the examples and points at those for which another answer looks more right. It takes some seconds.",
  find: "Look for mixed-up answers",
  suspectsNone: (judged) => `None, in ${several(judged, "example looked at", "examples looked at")}.`,
  suspectsSome: (count, judged) =>
    `${english.count(count)} of ${several(judged, "example looked at", "examples looked at")}. Check them in your spreadsheet.`,
  suspectsCaption: "Examples whose answer may be mixed up, the surest first",
  suspect: {
    row: "Row",
    text: "Text",
    label: "In the sheet",
    likelier: "Looks like",
    confidence: "Certainty",
  },

  models: "Models that learned from it",
  noModels: "No model has learned from it yet.",
  hits: (value) => `${value} of every 100`,

  sharing: "Who else sees this spreadsheet",
  sharingLead: "Whoever sees it can download it and train on it, but changes nothing.",
  nobody: "Only you and administrators.",
  everyone: "Everybody",
  person: "Share with",
  personHelp: "Begin to write the person's name.",
  nobodyFound: "Nobody with this name.",
  shareWith: (name) => `Share with ${name}`,
  shareEveryone: "Share with everybody",
  unshare: (name) => `Share no longer with ${name}`,

  remove: "Delete the spreadsheet",
  removeAsk: (name) => `Delete the spreadsheet “${name}”?`,
  removeBody: "The file and all versions are deleted and do not come back.",
  removeUsed: (names) =>
    `It cannot be deleted, because these trainings use it: ${names}. So each model can be explained.`,
  keep: "Keep the spreadsheet",
  confirm: "Delete the spreadsheet",
};

export const DATASETS: Record<Language, DatasetsWords> = { "pt-BR": ptBR, en };
