import type { Band } from "../api/types";
import type { Language } from "./format";
import { useOwnWords } from "./own";

const bands: Record<Band, string> = {
  sure: "bem seguro",
  doubtful: "em dúvida",
  unsure: "muito em dúvida",
};

/** The words of the box in which a model is tried. */
const ptBR = {
  title: "Experimente com um texto",
  lead: "O texto e a resposta não ficam guardados.",
  text: "Texto",
  context: "Texto em que está a resposta",
  question: "Pergunta",
  empty: "Escreva ou cole um texto.",
  emptyQuestion: "Escreva a pergunta.",
  ask: "Ver a resposta",
  asking: "O modelo está lendo o texto…",
  answered: "Resposta do modelo",
  bands,
  sureness: (value: number) => `${value} em 100`,
  others: "Outras possibilidades",
  none: "Nenhuma categoria serve para este texto.",
  noEntities: "Nenhuma entidade neste texto.",
  noAnswer: "O texto não responde a esta pergunta.",
  cut: "O texto é mais longo do que o modelo lê. Só o começo contou.",
  toPerson: (certainty: number) => `Menor certeza: ${certainty} em 100. Vai para a revisão de uma pessoa.`,
};

export type TrialWords = typeof ptBR;

const en: TrialWords = {
  title: "Try it on a text",
  lead: "Neither text nor answer is kept.",
  text: "Text",
  context: "Text that holds the answer",
  question: "Question",
  empty: "Write or paste a text.",
  emptyQuestion: "Write the question.",
  ask: "See the answer",
  asking: "The model is reading the text…",
  answered: "The model's answer",
  bands: { sure: "quite sure", doubtful: "in doubt", unsure: "very much in doubt" },
  sureness: (value) => `${value} of 100`,
  others: "Other possibilities",
  none: "No category fits this text.",
  noEntities: "No entity in this text.",
  noAnswer: "The text does not answer this question.",
  cut: "The text is longer than the model reads. Only its beginning counted.",
  toPerson: (certainty) => `Least certainty: ${certainty} of 100. It goes to a person for review.`,
};

const TRIAL: Record<Language, TrialWords> = { "pt-BR": ptBR, en };

export function useTrialWords(): TrialWords {
  return useOwnWords(TRIAL);
}
