import { useSession } from "../../api/session";
import { useWords } from "../../i18n";
import { ACCOUNT } from "../../i18n/account";
import { useOwnWords } from "../../i18n/own";
import { PageHeading } from "../../ui/PageHeading";
import { Stack } from "../../ui/primitives";
import { useTitle } from "../../ui/useTitle";
import { Display } from "./Display";
import { Hearing } from "./Hearing";
import { Password } from "./Password";
import { Profile } from "./Profile";
import { Sessions } from "./Sessions";
import { Tokens } from "./Tokens";

/** What belongs to oneself: name, language, notices, password, open browsers, access tokens. */
export function AccountPage() {
  const { t } = useWords();
  const words = useOwnWords(ACCOUNT);
  const { data: person } = useSession();
  useTitle(`${words.title} · ${t.shell.name}`);
  if (!person) return null;
  return (
    <Stack gap="lg">
      <PageHeading>{words.title}</PageHeading>
      <Profile person={person} />
      <Display />
      <Hearing />
      <Password person={person} />
      <Sessions />
      <Tokens />
    </Stack>
  );
}
