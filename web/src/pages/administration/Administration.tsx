import { Outlet } from "@tanstack/react-router";
import { useAdministrates } from "../../api/session";
import { useWords } from "../../i18n";
import { ADMINISTRATION } from "../../i18n/administration";
import { useOwnWords } from "../../i18n/own";
import { PageHeading } from "../../ui/PageHeading";
import { Stack, Text } from "../../ui/primitives";
import { ButtonLink } from "../../ui/TextLink";
import { useTitle } from "../../ui/useTitle";

/** What administrators alone see: the server refuses it to others, and this says why. */
export function Administration() {
  return useAdministrates() ? <Outlet /> : <Forbidden />;
}

function Forbidden() {
  const { t } = useWords();
  const words = useOwnWords(ADMINISTRATION);
  useTitle(`${words.navigation} · ${t.shell.name}`);
  return (
    <Stack gap="md" align="flex-start">
      <PageHeading>{words.forbidden}</PageHeading>
      <Text>{words.forbiddenDo}</Text>
      <ButtonLink to="/treinos">{words.toRuns}</ButtonLink>
    </Stack>
  );
}
