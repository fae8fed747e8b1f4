import { IconDeviceDesktop, IconLanguage, IconMoon, IconSun } from "@tabler/icons-react";
import { LANGUAGES, useWords } from "../../i18n";
import type { Language } from "../../i18n/format";
import { choicesOf, Select } from "../../ui/Select";
import { type Scheme, useScheme } from "../../ui/useScheme";

const SCHEME_ICONS: Record<Scheme, typeof IconSun> = {
  auto: IconDeviceDesktop,
  light: IconSun,
  dark: IconMoon,
};

/** The language and the theme, kept in this browser. */
export function Preferences() {
  const { language, setLanguage, t } = useWords();
  const [scheme, setScheme] = useScheme();
  return (
    <>
      <Select
        label={t.shell.language}
        icon={IconLanguage}
        value={language}
        choices={choicesOf<Language>(LANGUAGES)}
        onChoose={setLanguage}
      />
      <Select
        label={t.shell.scheme}
        icon={SCHEME_ICONS[scheme]}
        value={scheme}
        choices={choicesOf<Scheme>(t.shell.schemes)}
        onChoose={setScheme}
      />
    </>
  );
}
