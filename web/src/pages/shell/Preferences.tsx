import { IconDeviceDesktop, IconLanguage, IconMoon, IconSun } from "@tabler/icons-react";
import { useChangeProfile } from "../../api/account";
import { useChangePreferences } from "../../api/preferences";
import type { Session } from "../../api/types";
import { LANGUAGES, useWords } from "../../i18n";
import type { Language } from "../../i18n/format";
import { choicesOf, Select } from "../../ui/Select";
import { type Scheme, useScheme } from "../../ui/useScheme";

const SCHEME_ICONS: Record<Scheme, typeof IconSun> = {
  auto: IconDeviceDesktop,
  light: IconSun,
  dark: IconMoon,
};

interface Props {
  /** For whom the choice is kept; null keeps it in this browser alone. */
  person: Session | null;
}

/** The language and the theme. */
export function Preferences({ person }: Props) {
  const { language, setLanguage, t } = useWords();
  const [scheme, setScheme] = useScheme();
  const [profile, preferences] = [useChangeProfile(), useChangePreferences()];
  function speak(chosen: Language) {
    setLanguage(chosen);
    if (person) profile.mutate({ language: chosen });
  }
  function wear(chosen: Scheme) {
    setScheme(chosen);
    if (person) preferences.mutate({ theme: chosen });
  }
  return (
    <>
      <Select
        label={t.shell.language}
        icon={IconLanguage}
        value={language}
        choices={choicesOf<Language>(LANGUAGES)}
        onChoose={speak}
      />
      <Select
        label={t.shell.scheme}
        icon={SCHEME_ICONS[scheme]}
        value={scheme}
        choices={choicesOf<Scheme>(t.shell.schemes)}
        onChoose={wear}
      />
    </>
  );
}
