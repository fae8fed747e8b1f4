import { useChangePreferences, useTechnical } from "../../api/preferences";
import { useWords } from "../../i18n";
import { ACCOUNT } from "../../i18n/account";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { Form, Section } from "../../ui/Section";
import { choicesOf, Select } from "../../ui/Select";
import { Switch } from "../../ui/Switch";
import { type Scheme, useScheme } from "../../ui/useScheme";

/** How the page looks and how much of it is shown, in every browser of this person. */
export function Display() {
  const { t } = useWords();
  const words = useOwnWords(ACCOUNT).display;
  const [scheme, setScheme] = useScheme();
  const technical = useTechnical();
  const change = useChangePreferences();
  function wear(theme: Scheme) {
    setScheme(theme);
    change.mutate({ theme });
  }
  return (
    <Section title={words.title} lead={words.lead}>
      {change.error && <ErrorCard error={change.error} />}
      <Form onSubmit={() => {}}>
        <Select<Scheme>
          labelled
          label={t.shell.scheme}
          value={scheme}
          choices={choicesOf(t.shell.schemes)}
          onChoose={wear}
        />
        <Switch
          label={t.shell.technical}
          help={words.technicalHelp}
          checked={technical}
          onChange={(chosen) => change.mutate({ technical: chosen })}
        />
      </Form>
    </Section>
  );
}
