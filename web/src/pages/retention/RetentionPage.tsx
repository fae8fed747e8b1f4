import { useRetention } from "../../api/retention";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { RETENTION } from "../../i18n/retention";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Stack, Text } from "../../ui/primitives";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { Cleaning } from "./Cleaning";
import { RetentionForm } from "./RetentionForm";

/** How long things are kept, and what goes. */
export function RetentionPage() {
  const { t } = useWords();
  const words = useOwnWords(RETENTION);
  const { data, error, refetch } = useRetention();
  useTitle(`${words.title} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      <PageHeading>{words.title}</PageHeading>
      <Text c="dimmed">{words.lead}</Text>
      {data ? (
        <>
          <Cleaning hour={data.hour} last={data.last} />
          <RetentionForm policy={data.policy} defaults={data.defaults} />
        </>
      ) : error ? (
        <ErrorCard error={error} retry={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </Stack>
  );
}
