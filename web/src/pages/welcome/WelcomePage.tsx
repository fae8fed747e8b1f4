import { useNavigate } from "@tanstack/react-router";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { WELCOME } from "../../i18n/welcome";
import { PageHeading } from "../../ui/PageHeading";
import { Stack, Text } from "../../ui/primitives";
import { useTitle } from "../../ui/useTitle";
import { Welcome } from "./Welcome";

/** The welcome on a page of its own, for who wants to see it again. */
export function WelcomePage() {
  const { t } = useWords();
  const words = useOwnWords(WELCOME);
  const navigate = useNavigate();
  useTitle(`${words.title} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      <div>
        <PageHeading>{words.title}</PageHeading>
        <Text c="dimmed" mt={4}>
          {words.lead}
        </Text>
      </div>
      <Welcome onSkip={() => void navigate({ to: "/treinos" })} />
    </Stack>
  );
}
