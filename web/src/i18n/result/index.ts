import type { Language } from "../format";
import { useOwnWords } from "../own";
import { en } from "./en";
import { ptBR, type ResultWords } from "./pt-BR";

export type { ResultWords };

const RESULT: Record<Language, ResultWords> = { "pt-BR": ptBR, en };

/** The words of a finished training, which are loaded with its page. */
export function useResultWords(): ResultWords {
  return useOwnWords(RESULT);
}
