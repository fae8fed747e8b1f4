import type { BaselineCode, Report } from "../api/types";
import type { Language } from "./format";
import { createFormat } from "./format";
import { useOwnWords } from "./own";

const inPortuguese = createFormat("pt-BR");
const inEnglish = createFormat("en");

const ptBR = {
  title: "Ficha do modelo",
  back: "Resultado do treino",
  print: "Imprimir a ficha",
  none: "Este treino ainda não tem modelo",
  noneDo: "A ficha aparece aqui quando o treino terminar.",
  kinds: {
    "text-classification": "Classificador de textos",
    "token-classification": "Localizador de entidades em textos",
    "question-answering": "Leitor que responde a perguntas sobre um texto",
  } as Record<Report["task"], string>,
  several: "com várias categorias por texto",
  facts: {
    kind: "O que é",
    base: "Feito a partir de",
    sheet: "Planilha",
    version: (number: number) => `versão ${inPortuguese.count(number)}`,
    trained: "Treinado em",
    run: "Treino",
  },
  result: "Resultado",
  measured: (exam: number, learned: number) =>
    `Medido em ${inPortuguese.count(exam)} exemplos que o modelo nunca tinha visto; aprendeu com ${inPortuguese.count(learned)}.`,
  small: "A prova é pequena demais para confiar nestes números.",
  baselines: {
    word_counts: (rate: string) => `Só contar palavras (TF-IDF) alcança ${rate}.`,
    known_words: (rate: string) => `Só lembrar a marcação de cada palavra alcança F1 de ${rate}.`,
    shared_words: (rate: string) =>
      `Apontar a frase com mais palavras em comum com a pergunta alcança ${rate}.`,
  } as Record<BaselineCode, (rate: string) => string>,
  measures: {
    accuracy: "Acertos",
    macro_f1: "Equilíbrio entre as categorias (F1 macro)",
    weighted_f1: "F1 ponderado",
    micro_f1: "F1 de todas as categorias juntas (F1 micro)",
    f1: "F1",
    precision: "Precisão",
    recall: "Cobertura",
    exact_match: "Respostas exatas",
  },
  measure: "Medida",
  value: "Valor",
  use: "Para que serve",
  uses: {
    "text-classification":
      "Sugerir a categoria de textos parecidos com os do treino: o mesmo tipo de documento, a mesma língua, as mesmas categorias.",
    "token-classification":
      "Apontar entidades em textos parecidos com os do treino: o mesmo tipo de documento, a mesma língua, os mesmos tipos de entidade.",
    "question-answering":
      "Localizar num texto o trecho que responde a uma pergunta, em textos e perguntas parecidos com os do treino.",
  } as Record<Report["task"], string>,
  review: (limit: string) =>
    limit === "0"
      ? "Nas planilhas classificadas, ele não pede a revisão de nenhuma resposta."
      : `Nas planilhas classificadas, ele pede a revisão de uma pessoa quando a certeza for menor que ${limit} de 100.`,
  limits: "Limites",
  limitsOfExam:
    "Os números acima valem para textos como os da prova. Em textos de outra origem, época ou estilo o modelo erra mais, e não avisa.",
  limitsOfLabels: {
    "text-classification":
      "Ele só conhece as categorias da tabela: um texto de outro assunto também recebe uma delas.",
    "token-classification": "Ele só procura os tipos de entidade da tabela.",
    "question-answering":
      "Ele copia um trecho do texto: não resume, não calcula e não junta informações de lugares diferentes.",
  } as Record<Report["task"], string>,
  limitsOfWeak: (labels: string) => `Erra mais em: ${labels}. Confira essas respostas uma a uma.`,
  limitsOfLength: (tokens: number) =>
    `Lê até ${inPortuguese.count(tokens)} pedaços de palavra de cada vez, como no treino.`,
  limitsOfPeople:
    "Pode repetir erros e desequilíbrios dos exemplos. Não decida sobre pessoas só com a resposta do modelo.",
  limitsOfPrivacy: "Se os exemplos têm dados pessoais, trate o modelo com o mesmo cuidado que eles.",
  training: "Como foi treinado",
  trainingOf: (best: number, rounds: number, seed: string) =>
    `Rodada ${best} de ${rounds}, a melhor na prova. Semente dos sorteios: ${seed}. Os mesmos exemplos, ajustes e semente, na mesma máquina, dão o mesmo modelo.`,
  settings: "Ajustes",
  environment: "Ambiente",
  data: "Identificação",
  license: "Licença",
  licenseUnknown:
    "Não informada. Quem distribuir o modelo deve respeitar a licença do modelo de partida e a dos dados.",
  quoted: (labels: string[]) => labels.map((label) => `“${label}”`).join(", "),
};

export type ModelSheetWords = typeof ptBR;

const en: ModelSheetWords = {
  title: "Model sheet",
  back: "Result of the training",
  print: "Print the sheet",
  none: "This training has no model yet",
  noneDo: "The sheet appears here when the training is over.",
  kinds: {
    "text-classification": "Text classifier",
    "token-classification": "Finder of entities in texts",
    "question-answering": "Reader that answers questions about a text",
  },
  several: "with several categories a text",
  facts: {
    kind: "What it is",
    base: "Made from",
    sheet: "Spreadsheet",
    version: (number) => `version ${inEnglish.count(number)}`,
    trained: "Trained on",
    run: "Training",
  },
  result: "Result",
  measured: (exam, learned) =>
    `Measured on ${inEnglish.count(exam)} examples that the model had never seen; it learned from ${inEnglish.count(learned)}.`,
  small: "The exam is too small to trust these figures.",
  baselines: {
    word_counts: (rate) => `Merely counting words (TF-IDF) reaches ${rate}.`,
    known_words: (rate) => `Merely remembering each word's tag reaches an F1 of ${rate}.`,
    shared_words: (rate) => `Pointing at the sentence with most words of the question reaches ${rate}.`,
  },
  measures: {
    accuracy: "Right answers",
    macro_f1: "Balance between categories (macro F1)",
    weighted_f1: "Weighted F1",
    micro_f1: "F1 of all categories together (micro F1)",
    f1: "F1",
    precision: "Precision",
    recall: "Recall",
    exact_match: "Exact answers",
  },
  measure: "Measure",
  value: "Value",
  use: "What it is for",
  uses: {
    "text-classification":
      "Suggesting the category of texts like those of the training: the same kind of document, the same language, the same categories.",
    "token-classification":
      "Pointing out entities in texts like those of the training: the same kind of document, the same language, the same types of entity.",
    "question-answering":
      "Finding the passage of a text that answers a question, in texts and questions like those of the training.",
  },
  review: (limit) =>
    limit === "0"
      ? "In classified spreadsheets it asks for no answer to be reviewed."
      : `In classified spreadsheets it asks for a person to look where the certainty is below ${limit} of 100.`,
  limits: "Limits",
  limitsOfExam:
    "The figures above hold for texts like those of the exam. On texts of another origin, time or style the model errs more, and does not say so.",
  limitsOfLabels: {
    "text-classification":
      "It only knows the categories of the table: a text about something else gets one of them, too.",
    "token-classification": "It only looks for the types of entity in the table.",
    "question-answering":
      "It copies a passage of the text: it does not sum up, calculate, or join what stands in different places.",
  },
  limitsOfWeak: (labels) => `It errs most on: ${labels}. Check those answers one by one.`,
  limitsOfLength: (tokens) =>
    `It reads up to ${inEnglish.count(tokens)} pieces of words at a time, as in the training.`,
  limitsOfPeople:
    "It may repeat mistakes and imbalances of the examples. Do not decide about people by the model's answer alone.",
  limitsOfPrivacy: "If the examples hold personal data, treat the model with the same care as them.",
  training: "How it was trained",
  trainingOf: (best, rounds, seed) =>
    `Round ${best} of ${rounds}, the best in the exam. Seed of what was drawn: ${seed}. The same examples, settings and seed, on the same machine, make the same model.`,
  settings: "Settings",
  environment: "Environment",
  data: "Identity",
  license: "License",
  licenseUnknown:
    "Not given. Whoever hands the model on must respect the license of the base model and that of the data.",
  quoted: (labels) => labels.map((label) => `“${label}”`).join(", "),
};

const MODEL_SHEET: Record<Language, ModelSheetWords> = { "pt-BR": ptBR, en };

/** The words of a model's printable sheet: the same that lie beside the model on its machine. */
export function useModelSheetWords(): ModelSheetWords {
  return useOwnWords(MODEL_SHEET);
}
