import { createFormat, type Language } from "./format";

const pt = createFormat("pt-BR");
const english = createFormat("en");

/** What settings are called, and figures; what is not here is shown by its technical name. */
const settings: Record<string, string> = {
  dataset_name: "Planilha",
  dataset_version: "Versão da planilha",
  base_model: "Modelo de partida",
  preset: "Jeito de treinar",
  learning_rate: "Tamanho de cada ajuste",
  batch_size: "Textos de cada vez",
  epochs: "Rodadas pedidas",
  max_length: "Pedaços de palavra lidos por texto",
  train_split: "Parte dos exemplos para aprender",
  seed: "Semente do sorteio",
  early_stopping_patience: "Rodadas sem melhora até parar",
  use_class_weights: "Dar mais peso às categorias raras",
};
const figures: Record<string, string> = {
  accuracy: "Acerto na prova",
  exact_match: "Respostas exatas",
  precision: "Quando aponta, acerta",
  recall: "Do que existe, encontra",
  f1: "Encontrar e acertar, em um só número",
  macro_f1: "Equilíbrio entre categorias",
  micro_f1: "F1 de todas as categorias juntas",
  weighted_f1: "F1 ponderado pelo tamanho das categorias",
  majority_accuracy: "Acerto de quem sempre desse a resposta mais comum",
  validation_loss: "Erro na prova",
  validation_examples: "Exemplos na prova",
  train_examples: "Exemplos para aprender",
  best_epoch: "Melhor rodada",
  epochs_run: "Rodadas feitas",
  seconds: "Tempo de treino",
};

/** The words of the comparison of runs. */
const ptBR = {
  title: "Comparar treinos",
  toRuns: "Meus treinos",
  few: "Escolha de 2 a 6 treinos para comparar",
  fewHow: "Na lista de treinos, marque a caixa dos que você quer ver lado a lado.",
  choose: "Escolher na lista",
  oneMore: "Com qual treino você quer comparar?",
  other: "Outro treino concluído",
  pick: "Escolha",
  compare: "Comparar os dois",
  train: "Treinar um modelo",
  noOther: "Ainda não há outro treino concluído para comparar",
  share: "Copiar o endereço",
  shared: "Endereço copiado",

  best: (mark: string, name: string, hits: number) =>
    `${mark} (“${name}”) é o que mais acerta: ${hits} de cada 100`,
  bestF1: (mark: string, name: string, f1: number) => `${mark} (“${name}”) é o melhor: F1 de ${f1} em 100`,
  even: (mark: string, name: string) => `${mark} (“${name}”) vem na frente, mas por pouco`,
  noBest: "Nenhum destes treinos terminou ainda",
  otherTasks: "Estes treinos fazem coisas diferentes, e não dá para dizer qual é melhor",
  ahead: (mark: string, more: string, low: string, high: string) =>
    `Contra ${mark}: ${more} a mais em cada 100 (de ${low} a ${high}). A diferença é maior que a margem.`,
  within: (mark: string, more: string, low: string, high: string) =>
    `Contra ${mark}: ${more} a mais em cada 100 (de ${low} a ${high}). Está dentro da margem: pode ser acaso.`,
  untold: (mark: string) => `Contra ${mark}: os resultados não bastam para dizer se é acaso.`,
  unfinished: (mark: string) => `${mark} ainda não tem prova final.`,
  methods: {
    paired: "Os modelos responderam aos mesmos textos, e a margem conta texto por texto.",
    intervals: "A margem vem da margem de cada resultado sozinho, e por isso é mais larga.",
  },
  otherExams: "As provas são diferentes",
  otherExamsMeans:
    "Estes treinos não foram medidos nos mesmos exemplos. Parte da diferença pode vir da prova. Para comparar melhor, treine com a mesma planilha, a mesma parte para a prova e a mesma semente.",
  missing: (count: number) =>
    count === 1
      ? "1 dos treinos do endereço não existe ou não é seu"
      : `${pt.count(count)} dos treinos do endereço não existem ou não são seus`,

  runs: "Os treinos",
  hits: (value: number) => `${value} de cada 100`,
  f1: (value: number) => `F1 de ${value} em 100`,
  range: (low: number, high: number) => `espere de ${low} a ${high}`,
  noExam: "sem prova final",
  remove: "Tirar",
  removeOf: (name: string) => `Tirar ${name} da comparação`,

  differences: "O que muda entre eles",
  caption: "Ajustes e resultados, um treino por coluna",
  line: "O quê",
  onlyDifferences: "Mostrar só o que muda",
  nothingDiffers: "Nos ajustes e nos resultados, nada muda entre eles.",
  settings,
  figures,
  yes: "sim",
  no: "não",
  none: "–",

  picture: "Ver em gráfico",
  pictures: {
    categorias: "Acerto por categoria",
    acerto: "Acerto em cada rodada",
    erro: "Erro na prova em cada rodada",
    tempo: "Tempo de treino",
  },
  noPicture: "Ainda não há o que mostrar neste gráfico.",
  categoriesHelp: "Quanto de cada categoria cada treino encontra. Primeiro, onde eles mais diferem.",
  moreCategories: (rest: number) => `Ver as outras ${pt.count(rest)}`,
  inExam: (count: number) => (count === 1 ? "1 na prova" : `${pt.count(count)} na prova`),
  drawing: (name: string, ends: string) => `${name}: ${ends}.`,
  end: (mark: string, value: string) => `${mark} terminou em ${value}`,
  rounds: "rodadas",
};

export type CompareWords = typeof ptBR;

const en: CompareWords = {
  title: "Compare trainings",
  toRuns: "My trainings",
  few: "Choose 2 to 6 trainings to compare",
  fewHow: "In the list of trainings, tick those that you want to see side by side.",
  choose: "Choose in the list",
  oneMore: "Which training do you want to compare it with?",
  other: "Another completed training",
  pick: "Choose",
  compare: "Compare the two",
  train: "Train a model",
  noOther: "There is no other completed training to compare with yet",
  share: "Copy the address",
  shared: "Address copied",

  best: (mark, name, hits) => `${mark} (“${name}”) is right most often: ${hits} of every 100`,
  bestF1: (mark, name, f1) => `${mark} (“${name}”) is the best: F1 of ${f1} in 100`,
  even: (mark, name) => `${mark} (“${name}”) is ahead, but only just`,
  noBest: "None of these trainings has finished yet",
  otherTasks: "These trainings do different things, so none can be called better",
  ahead: (mark, more, low, high) =>
    `Against ${mark}: ${more} more in every 100 (from ${low} to ${high}). The difference is larger than the margin.`,
  within: (mark, more, low, high) =>
    `Against ${mark}: ${more} more in every 100 (from ${low} to ${high}). It is within the margin: it may be chance.`,
  untold: (mark) => `Against ${mark}: the results don't suffice to tell whether it is chance.`,
  unfinished: (mark) => `${mark} has no final exam yet.`,
  methods: {
    paired: "The models answered the same texts, and the margin counts text by text.",
    intervals: "The margin comes from each result's own margin, and so it is wider.",
  },
  otherExams: "The exams are different",
  otherExamsMeans:
    "These trainings were not measured on the same examples. Part of the difference may come from the exam. To compare better, train with the same spreadsheet, the same share for the exam and the same seed.",
  missing: (count) =>
    count === 1
      ? "1 of the address's trainings does not exist or is not yours"
      : `${english.count(count)} of the address's trainings do not exist or are not yours`,

  runs: "The trainings",
  hits: (value) => `${value} of every 100`,
  f1: (value) => `F1 of ${value} in 100`,
  range: (low, high) => `expect ${low} to ${high}`,
  noExam: "no final exam",
  remove: "Remove",
  removeOf: (name) => `Remove ${name} from the comparison`,

  differences: "What differs between them",
  caption: "Settings and results, one training a column",
  line: "What",
  onlyDifferences: "Show only what differs",
  nothingDiffers: "In settings and results nothing differs between them.",
  settings: {
    dataset_name: "Spreadsheet",
    dataset_version: "Version of the spreadsheet",
    base_model: "Model to start from",
    preset: "Way of training",
    learning_rate: "Size of each adjustment",
    batch_size: "Texts at a time",
    epochs: "Rounds asked for",
    max_length: "Pieces of words read of a text",
    train_split: "Share of the examples to learn from",
    seed: "Seed of the draw",
    early_stopping_patience: "Rounds without gain until it stops",
    use_class_weights: "Give rare categories more weight",
  },
  figures: {
    accuracy: "Right answers in the exam",
    exact_match: "Exact answers",
    precision: "Is right when it names one",
    recall: "Finds of those there are",
    f1: "Finding and being right, in one number",
    macro_f1: "Balance between categories",
    micro_f1: "F1 of all categories together",
    weighted_f1: "F1 weighted by the size of the categories",
    majority_accuracy: "Always giving the commonest answer",
    validation_loss: "Error in the exam",
    validation_examples: "Examples in the exam",
    train_examples: "Examples to learn from",
    best_epoch: "Best round",
    epochs_run: "Rounds done",
    seconds: "Time of training",
  },
  yes: "yes",
  no: "no",
  none: "–",

  picture: "See as a chart",
  pictures: {
    categorias: "Right answers by category",
    acerto: "Right answers by round",
    erro: "Error in the exam by round",
    tempo: "Time of training",
  },
  noPicture: "There is nothing to show in this chart yet.",
  categoriesHelp: "How much of each category each training finds. Where they differ most comes first.",
  moreCategories: (rest) => `See the other ${english.count(rest)}`,
  inExam: (count) => (count === 1 ? "1 in the exam" : `${english.count(count)} in the exam`),
  drawing: (name, ends) => `${name}: ${ends}.`,
  end: (mark, value) => `${mark} ended at ${value}`,
  rounds: "rounds",
};

export const COMPARE: Record<Language, CompareWords> = { "pt-BR": ptBR, en };
