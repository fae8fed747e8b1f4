import type { Language } from "./format";
import { useWords } from "./index";

/** The words that only one page needs, in the chosen language: they are loaded with that page. */
export function useOwnWords<Words>(catalogues: Record<Language, Words>): Words {
  return catalogues[useWords().language];
}
