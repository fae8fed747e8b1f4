import { useSession } from "../../api/session";
import { HELP } from "../../i18n/help";
import { useOwnWords } from "../../i18n/own";
import { CopyButton } from "../../ui/CopyButton";
import { type Fact, FactList } from "../../ui/FactList";
import { Section } from "../../ui/Section";

/** What whoever looks after the installation wants to know, to be copied. */
export function Support() {
  const words = useOwnWords(HELP);
  const { data: person } = useSession();
  if (!person) return null;
  const facts: (Fact & { value: string })[] = [
    { name: words.facts.release, value: person.release },
    { name: words.facts.address, value: location.origin },
    { name: words.facts.browser, value: navigator.userAgent },
    { name: words.facts.login, value: person.login ?? person.name },
  ];
  const text = facts.map(({ name, value }) => `${name}: ${value}`).join("\n");
  return (
    <Section title={words.support} lead={words.supportLead}>
      <FactList facts={facts} />
      <div>
        <CopyButton text={text} label={words.copy} done={words.copied} />
      </div>
    </Section>
  );
}
