import { useWords } from "../../i18n";
import { HELP } from "../../i18n/help";
import { useOwnWords } from "../../i18n/own";
import { Disclosure } from "../../ui/Disclosure";
import { PageHeading } from "../../ui/PageHeading";
import { Stack, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { ButtonLink } from "../../ui/TextLink";
import { useTitle } from "../../ui/useTitle";
import { Glossary } from "./Glossary";
import { Support } from "./Support";

/** Short answers, the words of the page, and whom to ask. */
export function HelpPage() {
  const { t } = useWords();
  const words = useOwnWords(HELP);
  useTitle(`${words.title} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      <PageHeading>{words.title}</PageHeading>
      <Section title={words.questions} lead={words.lead}>
        <Stack gap={0}>
          {words.answers.map(({ question, answer }) => (
            <Disclosure key={question} plain heading={3} label={question}>
              {() => <Text maw="75ch">{answer}</Text>}
            </Disclosure>
          ))}
        </Stack>
      </Section>
      <Section title={words.welcome} lead={words.welcomeLead}>
        <div>
          <ButtonLink to="/boas-vindas" variant="default">
            {words.welcomeShow}
          </ButtonLink>
        </div>
      </Section>
      <Glossary />
      <Support />
    </Stack>
  );
}
