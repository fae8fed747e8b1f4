import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";
import { en } from "./en";
import { createFormat, type Format, type Language } from "./format";
import { type Catalogue, ptBR } from "./pt-BR";

const STORED = "afina.language";
const CATALOGUES: Record<Language, Catalogue> = { "pt-BR": ptBR, en };

/** Each language by its own name. */
export const LANGUAGES: Record<Language, string> = { "pt-BR": "Português", en: "English" };

export interface Words {
  language: Language;
  setLanguage: (language: Language) => void;
  t: Catalogue;
  format: Format;
}

const WordsContext = createContext<Words | null>(null);

/** The words of the chosen language, and how it writes figures. */
export function useWords(): Words {
  const words = use(WordsContext);
  if (words === null) throw new Error("useWords needs a WordsProvider above it");
  return words;
}

interface Props {
  children: ReactNode;
  /** Told the language before anything is fetched in it, and again when it changes. */
  onLanguage: (language: Language) => void;
}

/** Remembers the language in this browser and marks the document with it. */
export function WordsProvider({ children, onLanguage }: Props) {
  const [language, setLanguage] = useState(storedLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(STORED, language);
  }, [language]);
  const words = useMemo(() => {
    const choose = (chosen: Language) => {
      onLanguage(chosen);
      setLanguage(chosen);
    };
    return { language, setLanguage: choose, t: CATALOGUES[language], format: createFormat(language) };
  }, [language, onLanguage]);
  return <WordsContext value={words}>{children}</WordsContext>;
}

/** The language that this browser was last used in; Portuguese at first. */
export function storedLanguage(): Language {
  return localStorage.getItem(STORED) === "en" ? "en" : "pt-BR";
}
