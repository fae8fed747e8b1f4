import { useParams } from "@tanstack/react-router";
import { originalOf } from "../../api/datasets";
import { isRefused } from "../../api/problem";
import { useDataset } from "../../api/reports";
import { useAdministrates, useSession } from "../../api/session";
import type { DatasetDetails } from "../../api/types";
import { useWords } from "../../i18n";
import { DATASETS } from "../../i18n/datasets";
import { useOwnWords } from "../../i18n/own";
import { Disclosure } from "../../ui/Disclosure";
import { DownloadLink } from "../../ui/DownloadButton";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Stack, Text } from "../../ui/primitives";
import { BackLink } from "../../ui/TextLink";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { Categories } from "../report/Categories";
import { Report } from "../report/Report";
import { Facts } from "./Facts";
import { Models } from "./Models";
import { Removal } from "./Removal";
import { Rows } from "./Rows";
import { Sharing } from "./Sharing";
import { Suspicious } from "./Suspicious";
import { Versions } from "./Versions";

/** One spreadsheet: what is in it, what was found, its versions, and what learned from it. */
export function DatasetPage() {
  const { t } = useWords();
  const words = useOwnWords(DATASETS);
  const { id } = useParams({ from: "/planilhas/$id" });
  const { data, error, refetch } = useDataset(id);
  useTitle(`${data?.name ?? words.page} · ${t.shell.name}`);
  if (data) return <Shown dataset={data} />;
  if (isRefused(error, 404)) return <Missing />;
  return (
    <Stack gap="lg">
      <PageHeading>{words.page}</PageHeading>
      {error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />}
    </Stack>
  );
}

function Missing() {
  const words = useOwnWords(DATASETS);
  return (
    <Stack gap="md" align="flex-start">
      <PageHeading>{words.missing}</PageHeading>
      <Text>{words.missingLead}</Text>
      <BackLink to="/planilhas">{words.back}</BackLink>
    </Stack>
  );
}

function Shown({ dataset }: { dataset: DatasetDetails }) {
  const words = useOwnWords(DATASETS);
  const mayChange = useMayChange(dataset);
  return (
    <Stack gap="lg">
      <div>
        <BackLink to="/planilhas">{words.back}</BackLink>
        <PageHeading aside={<DownloadLink label={words.original} href={originalOf(dataset.id)} />}>
          {dataset.name}
        </PageHeading>
      </div>
      <Facts dataset={dataset} />
      <Report dataset={dataset} fixed={!mayChange} />
      <Categories dataset={dataset} />
      <Disclosure label={words.rows} heading={2}>
        {() => <Rows dataset={dataset} />}
      </Disclosure>
      {dataset.task === "text-classification" && <Suspicious dataset={dataset} />}
      <Versions dataset={dataset} />
      <Models dataset={dataset} />
      {mayChange && <Sharing dataset={dataset} />}
      {mayChange && <Removal dataset={dataset} />}
    </Stack>
  );
}

/** What is shared with somebody is not theirs to change. */
function useMayChange({ owner_id }: DatasetDetails): boolean {
  const { data: person } = useSession();
  const administrates = useAdministrates();
  return administrates || person?.owner_id === owner_id;
}
