import { useState } from "react";
import { useRevokeToken, useTokens } from "../../api/account";
import type { TokenShown } from "../../api/types";
import { useWords, type Words } from "../../i18n";
import { ACCOUNT, type AccountWords } from "../../i18n/account";
import { useOwnWords } from "../../i18n/own";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { type Column, DataTable } from "../../ui/DataTable";
import { ErrorCard } from "../../ui/ErrorCard";
import { Moment } from "../../ui/Moment";
import { Button, Text } from "../../ui/primitives";
import { Section } from "../../ui/Section";
import { ShownOnce } from "../../ui/ShownOnce";
import { Waiting } from "../../ui/Waiting";
import { NewToken } from "./NewToken";

/** Access tokens for programs: made, shown once, revoked. */
export function Tokens() {
  const words = useOwnWords(ACCOUNT).tokens;
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const open = (
    <Button variant="default" onClick={() => setMaking(true)}>
      {words.make}
    </Button>
  );

  function show(token: string) {
    setMaking(false);
    setMade(token);
  }

  return (
    <Section title={words.title} lead={words.lead} action={making ? null : open}>
      {made !== null && (
        <ShownOnce
          title={words.madeTitle}
          text={words.made}
          secret={made}
          words={words.shown}
          onDone={() => setMade(null)}
        />
      )}
      {making && <NewToken words={words} onMade={show} onCancel={() => setMaking(false)} />}
      <TokenList />
    </Section>
  );
}

function TokenList() {
  const words = useOwnWords(ACCOUNT).tokens;
  const { data, error, refetch } = useTokens();
  const [asked, setAsked] = useState<TokenShown | null>(null);
  if (!data) return error ? <ErrorCard error={error} retry={() => void refetch()} /> : <Waiting />;
  const working = data.items.filter(({ revoked_at }) => revoked_at === null);
  if (working.length === 0) return <Text c="dimmed">{words.empty}</Text>;
  return (
    <>
      <TokenTable words={words} tokens={working} onRevoke={setAsked} />
      <Revocation words={words} token={asked} onClose={() => setAsked(null)} />
    </>
  );
}

interface TableProps {
  words: AccountWords["tokens"];
  tokens: TokenShown[];
  onRevoke: (token: TokenShown) => void;
}

function TokenTable({ words, tokens, onRevoke }: TableProps) {
  const columns = columnsOf(words, useWords(), onRevoke);
  return (
    <DataTable caption={words.caption} columns={columns} rows={tokens} rowKey={({ id }) => id} stacking />
  );
}

function columnsOf(
  words: AccountWords["tokens"],
  { format }: Words,
  revoke: (token: TokenShown) => void,
): Column<TokenShown>[] {
  const { columns, scopes } = words;
  return [
    { key: "name", label: columns.name, cell: ({ name }) => name },
    {
      key: "scopes",
      label: columns.scopes,
      cell: (token) => token.scopes?.map((scope) => scopes[scope]).join(", ") ?? words.all,
    },
    {
      key: "expires",
      label: columns.expires,
      cell: ({ expires_at }) => (expires_at ? format.absolute(new Date(expires_at)) : words.always),
    },
    {
      key: "used",
      label: columns.used,
      short: true,
      cell: ({ last_used_at }) => (last_used_at ? <Moment at={last_used_at} /> : words.never),
    },
    {
      key: "revoke",
      label: columns.revoke,
      align: "end",
      cell: (token) => (
        <Button
          variant="default"
          size="sm"
          aria-label={words.revokeOf(token.name)}
          onClick={() => revoke(token)}
        >
          {words.revoke}
        </Button>
      ),
    },
  ];
}

interface RevocationProps {
  words: AccountWords["tokens"];
  /** Which one is asked about; null while nothing is. */
  token: TokenShown | null;
  onClose: () => void;
}

function Revocation({ words, token, onClose }: RevocationProps) {
  const revoke = useRevokeToken();
  return (
    <>
      {revoke.error && <ErrorCard error={revoke.error} />}
      <ConfirmDialog
        opened={token !== null}
        title={words.ask(token?.name ?? "")}
        body={words.askBody}
        safe={words.keep}
        dangerous={words.confirm}
        busy={revoke.isPending}
        onClose={onClose}
        onConfirm={() => token && revoke.mutate(token.id, { onSettled: onClose })}
      />
    </>
  );
}
