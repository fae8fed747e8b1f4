import { IconDeviceLaptop } from "@tabler/icons-react";
import { useState } from "react";
import { useEndOtherSessions, useEndSession, useOwnSessions } from "../../api/account";
import type { SessionShown } from "../../api/types";
import { ACCOUNT, type AccountWords } from "../../i18n/account";
import { useOwnWords } from "../../i18n/own";
import { useAnnounce } from "../../ui/Announcer";
import { Chip } from "../../ui/Chip";
import { type Column, DataTable } from "../../ui/DataTable";
import { ErrorCard } from "../../ui/ErrorCard";
import { Moment } from "../../ui/Moment";
import { Button, Group } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { Waiting } from "../../ui/Waiting";
import { agentIn } from "./agent";

type Words = AccountWords["sessions"];

/** As many browsers as people have; whoever has more is asked whether to see them. */
const SHOWN = 6;

/** The browsers in which the account is open, and the way to close them. */
export function Sessions() {
  const words = useOwnWords(ACCOUNT).sessions;
  const { data, error, refetch } = useOwnSessions();
  return (
    <Section
      title={words.title}
      lead={words.lead}
      action={data && data.items.length > 1 && <EndOthers words={words} />}
    >
      {data ? (
        <SessionTable words={words} sessions={data.items} />
      ) : error ? (
        <ErrorCard error={error} retry={() => void refetch()} />
      ) : (
        <Waiting />
      )}
    </Section>
  );
}

function EndOthers({ words }: { words: Words }) {
  const announce = useAnnounce();
  const end = useEndOtherSessions();
  const said = { onSuccess: ({ ended }: { ended: number }) => announce(words.ended(ended)) };
  return (
    <Button variant="default" loading={end.isPending} onClick={() => end.mutate(undefined, said)}>
      {words.endOthers}
    </Button>
  );
}

function SessionTable({ words, sessions }: { words: Words; sessions: SessionShown[] }) {
  const end = useEndSession();
  const [all, setAll] = useState(false);
  const ordered = [...sessions].sort((one, other) => Number(other.current) - Number(one.current));
  const hidden = all ? 0 : Math.max(0, sessions.length - SHOWN);
  return (
    <>
      {end.error && <ErrorCard error={end.error} />}
      <DataTable
        caption={words.caption}
        columns={columnsOf(words, end.mutate)}
        rows={ordered.slice(0, sessions.length - hidden)}
        rowKey={({ id }) => id}
        stacking
      />
      {hidden > 0 && (
        <div>
          <Button variant="default" onClick={() => setAll(true)}>
            {words.more(hidden)}
          </Button>
        </div>
      )}
    </>
  );
}

function columnsOf(words: Words, end: (id: string) => void): Column<SessionShown>[] {
  const { columns, methods, none } = words;
  return [
    { key: "agent", label: columns.agent, cell: (session) => <AgentCell words={words} session={session} /> },
    { key: "how", label: columns.how, cell: ({ method }) => (method ? methods[method] : none) },
    { key: "where", label: columns.where, short: true, cell: ({ address }) => address ?? none },
    {
      key: "used",
      label: columns.used,
      short: true,
      cell: ({ last_used_at, created_at }) => <Moment at={last_used_at ?? created_at} />,
    },
    {
      key: "end",
      label: columns.end,
      align: "end",
      cell: (session) =>
        session.current ? null : (
          <Button
            variant="default"
            size="sm"
            aria-label={words.endOf(nameOf(words, session))}
            onClick={() => end(session.id)}
          >
            {words.end}
          </Button>
        ),
    },
  ];
}

function AgentCell({ words, session }: { words: Words; session: SessionShown }) {
  return (
    <Group gap="xs">
      <span title={session.agent}>{nameOf(words, session)}</span>
      {session.current && <Chip tone="brand" icon={IconDeviceLaptop} label={words.current} />}
    </Group>
  );
}

function nameOf(words: Words, { agent }: SessionShown): string {
  const known = agentIn(agent);
  return known ? words.on(known.browser, known.system) : words.unknown;
}
