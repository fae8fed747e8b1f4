import { type AuditFilter, useAudit } from "../../api/audit";
import { useWords } from "../../i18n";
import { AUDIT } from "../../i18n/audit";
import { useOwnWords } from "../../i18n/own";
import { EmptyState } from "../../ui/EmptyState";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Button, Stack, Text } from "../../ui/primitives";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { AuditTable } from "./AuditTable";
import { Exports } from "./Exports";
import { Filters } from "./Filters";
import { Seal } from "./Seal";
import { isFiltered, useAuditSearch } from "./search";
import { Turning } from "./Turning";

/** Who did what: filtered by what the address says, a page at a time. */
export function AuditPage() {
  const { t } = useWords();
  const words = useOwnWords(AUDIT);
  const { filter, before, change, turn } = useAuditSearch();
  useTitle(`${words.title} · ${t.shell.name}`);
  return (
    <Stack gap="lg">
      <PageHeading>{words.title}</PageHeading>
      <Text c="dimmed">{words.lead}</Text>
      <Filters key={JSON.stringify(filter)} filter={filter} onChange={change} />
      <Lines filter={filter} before={before} onTurn={turn} onClear={() => change({})} />
      <Exports filter={filter} />
      <Seal />
    </Stack>
  );
}

interface LinesProps {
  filter: AuditFilter;
  before: number | undefined;
  onTurn: (before: number | undefined) => void;
  onClear: () => void;
}

function Lines({ filter, before, onTurn, onClear }: LinesProps) {
  const words = useOwnWords(AUDIT);
  const { data, error, refetch } = useAudit(filter, before);
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  if (data.items.length === 0) {
    const clear = (
      <Button variant="default" onClick={onClear}>
        {words.clear}
      </Button>
    );
    return <EmptyState title={words.empty} action={isFiltered(filter) && clear} />;
  }
  return (
    <>
      <AuditTable lines={data.items} />
      <Turning next={data.next_before} isFirst={before === undefined} onTurn={onTurn} />
    </>
  );
}
