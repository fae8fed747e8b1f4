import { useLimits } from "../../api/limits";
import { useWords } from "../../i18n";
import { LIMITS } from "../../i18n/limits";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Stack } from "../../ui/primitives";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { LimitsForm } from "./LimitsForm";
import { Quotas } from "./Quotas";

/** How much everybody may ask for, and what each person uses of it. */
export function LimitsPage() {
  const { t } = useWords();
  const words = useOwnWords(LIMITS);
  const { data, error, refetch } = useLimits();
  useTitle(`${words.title} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      <PageHeading>{words.title}</PageHeading>
      {data ? (
        <>
          <Quotas usual={data.limits.runs_of_person} />
          <LimitsForm limits={data.limits} defaults={data.defaults} />
        </>
      ) : error ? (
        <ErrorCard error={error} retry={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </Stack>
  );
}
