import { useSearch } from "@tanstack/react-router";
import { useComparison } from "../../api/comparison";
import { useWords } from "../../i18n";
import { COMPARE } from "../../i18n/compare";
import { useOwnWords } from "../../i18n/own";
import { CopyButton } from "../../ui/CopyButton";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Stack } from "../../ui/primitives";
import { BackLink, ButtonLink } from "../../ui/TextLink";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { Differences } from "./Differences";
import { Findings } from "./Findings";
import { OneMore } from "./OneMore";
import { Pictures } from "./Pictures";
import { RunCards } from "./RunCards";

/** Up to six trainings side by side; the address says which. */
export function ComparePage() {
  const { t } = useWords();
  const words = useOwnWords(COMPARE);
  const { ids } = useSearch({ from: "/comparar" });
  const several = ids?.includes(",");
  useTitle(`${words.title} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      <div>
        <BackLink to="/treinos">{words.toRuns}</BackLink>
        <PageHeading
          aside={several && <CopyButton text={location.href} label={words.share} done={words.shared} />}
        >
          {words.title}
        </PageHeading>
      </div>
      {ids && several ? <Compared ids={ids} /> : ids ? <OneMore id={ids} /> : <TooFew />}
    </Stack>
  );
}

function TooFew() {
  const words = useOwnWords(COMPARE);
  return (
    <EmptyState
      title={words.few}
      text={words.fewHow}
      action={<ButtonLink to="/treinos">{words.choose}</ButtonLink>}
    />
  );
}

function Compared({ ids }: { ids: string }) {
  const { data, error, refetch } = useComparison(ids);
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  if (data.runs.length === 0) return <TooFew />;
  return (
    <>
      <Findings comparison={data} />
      <RunCards comparison={data} />
      <Pictures comparison={data} />
      <Differences comparison={data} />
    </>
  );
}
