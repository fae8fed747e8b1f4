import { useState } from "react";
import { useOpenAlerts } from "../../api/alerts";
import { useMachines } from "../../api/machines";
import { useAdministrates } from "../../api/session";
import type { Alert, Registration } from "../../api/types";
import { useWords } from "../../i18n";
import { MACHINES } from "../../i18n/machines";
import { useOwnWords } from "../../i18n/own";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorCard } from "../../ui/ErrorCard";
import { LinkChip } from "../../ui/LinkChip";
import { Notices } from "../../ui/Notices";
import { PageHeading } from "../../ui/PageHeading";
import { Button, Stack, Text } from "../../ui/primitives";
import { StaleNotice } from "../../ui/StaleNotice";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { JoinCommand } from "./JoinCommand";
import { MachineList } from "./MachineList";
import { NewMachine } from "./NewMachine";

const ofMachines = ({ entity }: Alert) => entity === "worker";

/** The computers that train: how they fare now, and for administrators what can be done about each. */
export function MachinesPage() {
  const { t } = useWords();
  const words = useOwnWords(MACHINES);
  const administrates = useAdministrates();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<Registration | null>(null);
  const seen = useMachines();
  useTitle(`${words.title} · ${t.shell.name}`);

  function show(registration: Registration) {
    setAdding(false);
    setMade(registration);
  }

  const button = administrates && !adding && <Button onClick={() => setAdding(true)}>{words.add}</Button>;
  return (
    <Stack gap="lg">
      <PageHeading
        aside={
          <>
            <LinkChip link={seen.link} />
            {button}
          </>
        }
      >
        {words.title}
      </PageHeading>
      <Text c="dimmed">{administrates ? words.lead : `${words.lead} ${words.whoAdds}`}</Text>
      {made && <JoinCommand key={made.token} made={made} onDone={() => setMade(null)} />}
      {adding && <NewMachine onMade={show} onCancel={() => setAdding(false)} />}
      <MachineNotices />
      <Shown seen={seen} administrates={administrates} onMade={show} />
    </Stack>
  );
}

function MachineNotices() {
  const { data } = useOpenAlerts(ofMachines);
  return data ? <Notices alerts={data} /> : null;
}

interface ShownProps {
  seen: ReturnType<typeof useMachines>;
  administrates: boolean;
  onMade: (made: Registration) => void;
}

function Shown({ seen, administrates, onMade }: ShownProps) {
  const words = useOwnWords(MACHINES);
  const { machines, error } = seen;
  if (!machines) return error ? <ErrorCard error={error} retry={seen.retry} /> : <Waiting />;
  if (machines.length === 0)
    return <EmptyState title={words.empty} text={administrates ? words.emptyDo : words.emptyAsk} />;
  return (
    <>
      {error && <StaleNotice heardAtMs={seen.heardAtMs} />}
      <MachineList machines={machines} readings={seen.readings} onMade={onMade} />
    </>
  );
}
