import { useWords } from "../../i18n";
import { PageHeading } from "../../ui/PageHeading";
import { Stack, Text } from "../../ui/primitives";
import { ButtonLink } from "../../ui/TextLink";
import { useTitle } from "../../ui/useTitle";

interface Props {
  /** What was looked for. */
  what: "page" | "run";
}

/** There is nothing at this address, or nothing that this person may see. */
export function NotFound({ what }: Props) {
  const { t } = useWords();
  const title = what === "run" ? t.notFound.runTitle : t.notFound.title;
  useTitle(`${title} · ${t.shell.name}`);
  return (
    <Stack align="flex-start" gap="md">
      <PageHeading>{title}</PageHeading>
      <Text>{what === "run" ? t.notFound.runLead : t.notFound.lead}</Text>
      <ButtonLink to="/treinos">{t.notFound.toRuns}</ButtonLink>
    </Stack>
  );
}

export function PageNotFound() {
  return <NotFound what="page" />;
}
