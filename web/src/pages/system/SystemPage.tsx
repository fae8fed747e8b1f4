import { useOpenAlerts } from "../../api/alerts";
import { useSystem } from "../../api/system";
import type { Alert } from "../../api/types";
import { useWords } from "../../i18n";
import { useOwnWords } from "../../i18n/own";
import { SYSTEM } from "../../i18n/system";
import { ErrorCard } from "../../ui/ErrorCard";
import { Notices } from "../../ui/Notices";
import { PageHeading } from "../../ui/PageHeading";
import { Stack } from "../../ui/primitives";
import { StaleNotice } from "../../ui/StaleNotice";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { Backups } from "./Backups";
import { Health } from "./Health";
import { LogAndTables } from "./LogAndTables";
import { Storage } from "./Storage";
import { Tables } from "./Tables";
import { Versions } from "./Versions";

const ofInstallation = ({ entity }: Alert) => entity === "installation";

/** How the installation fares. */
export function SystemPage() {
  const { t } = useWords();
  const words = useOwnWords(SYSTEM);
  const alerts = useOpenAlerts(ofInstallation);
  const { data, error, refetch, dataUpdatedAt } = useSystem();
  useTitle(`${words.title} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      <PageHeading>{words.title}</PageHeading>
      {data && error && <StaleNotice heardAtMs={dataUpdatedAt} />}
      {alerts.data && <Notices alerts={alerts.data} />}
      {data ? (
        <>
          <Health system={data} />
          <Storage system={data} />
          <LogAndTables system={data} />
          {data.consumers && <Backups backups={data.consumers.backups} />}
          {data.consumers && <Tables consumers={data.consumers} />}
          <Versions system={data} />
        </>
      ) : error ? (
        <ErrorCard error={error} retry={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </Stack>
  );
}
