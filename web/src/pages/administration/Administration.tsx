import { Outlet } from "@tanstack/react-router";
import { useAdministrates } from "../../api/session";
import { useWords } from "../../i18n";
import { ADMINISTRATION, type AdministrationWords } from "../../i18n/administration";
import { useOwnWords } from "../../i18n/own";
import { PageHeading } from "../../ui/PageHeading";
import { Stack, Text } from "../../ui/primitives";
import { Tabs } from "../../ui/Tabs";
import { ButtonLink, type PageAddress } from "../../ui/TextLink";
import { useTitle } from "../../ui/useTitle";

type Tab = keyof AdministrationWords["tabs"];

const TABS: { to: PageAddress; name: Tab }[] = [
  { to: "/administracao/pessoas", name: "people" },
  { to: "/administracao/limites", name: "limits" },
  { to: "/administracao/predefinicoes", name: "presets" },
  { to: "/administracao/retencao", name: "retention" },
  { to: "/administracao/auditoria", name: "audit" },
  { to: "/administracao/sistema", name: "system" },
];

/** What administrators alone see: the server refuses it to others, and this says why. */
export function Administration() {
  const { navigation, tabs } = useOwnWords(ADMINISTRATION);
  if (!useAdministrates()) return <Forbidden />;
  return (
    <Tabs label={navigation} tabs={TABS.map(({ to, name }) => ({ to, label: tabs[name] }))}>
      <Outlet />
    </Tabs>
  );
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
