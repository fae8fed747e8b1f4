import { useEffect } from "react";
import { usePreferences } from "../../api/preferences";
import type { Session } from "../../api/types";
import { LANGUAGES, useWords } from "../../i18n";
import type { Language } from "../../i18n/format";
import { useScheme } from "../../ui/useScheme";

/** Makes a browser speak and look as its person chose elsewhere. */
export function useOwnWays({ language }: Session): void {
  const { setLanguage, language: spoken } = useWords();
  const [scheme, setScheme] = useScheme();
  const theme = usePreferences().data?.theme;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the server says anew changes what was chosen here.
  useEffect(() => {
    if (language !== null && language in LANGUAGES && language !== spoken) setLanguage(language as Language);
  }, [language]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same.
  useEffect(() => {
    if (theme !== undefined && theme !== scheme) setScheme(theme);
  }, [theme]);
}
