import { useState } from "react";
import { useChangeNoticeWishes, useNoticeWishes } from "../../api/notices";
import type { NoticeKind, NoticeWishes } from "../../api/types";
import { ACCOUNT, type AccountWords } from "../../i18n/account";
import { useOwnWords } from "../../i18n/own";
import { useAnnounce } from "../../ui/Announcer";
import { type Column, DataTable } from "../../ui/DataTable";
import { ErrorCard } from "../../ui/ErrorCard";
import { Button, Text, VisuallyHidden } from "../../ui/primitives";
import { Form, Section } from "../../ui/Section";
import { Switch } from "../../ui/Switch";
import { TextField } from "../../ui/TextField";
import { Waiting } from "../../ui/Waiting";
import { isOddAddress, mailOf, switched, type Way } from "./mail";

type Words = AccountWords["notices"];

/** What the person hears of, by the bell and by e-mail. */
export function Hearing() {
  const words = useOwnWords(ACCOUNT).notices;
  const { data, error, refetch } = useNoticeWishes();
  return (
    <div id="avisos">
      <Section title={words.title} lead={words.lead}>
        {data ? (
          <Choices wishes={data} words={words} />
        ) : error ? (
          <ErrorCard error={error} retry={() => void refetch()} />
        ) : (
          <Waiting />
        )}
      </Section>
    </div>
  );
}

function Choices({ wishes, words }: { wishes: NoticeWishes; words: Words }) {
  const change = useChangeNoticeWishes();
  const mail = mailOf(wishes);
  const ways: Way[] = mail === "ready" ? ["bell", "email"] : ["bell"];
  const choose = (way: Way, kind: NoticeKind, on: boolean) => change.mutate(switched(wishes, way, kind, on));
  return (
    <>
      {change.error && <ErrorCard error={change.error} />}
      <DataTable
        caption={words.caption}
        columns={columnsOf(words, wishes, ways, choose)}
        rows={wishes.kinds}
        rowKey={(kind) => kind}
        stacking
      />
      {mail === "no-server" && <Text c="dimmed">{words.noServer}</Text>}
      {mail === "no-address" && <Text>{words.noAddress}</Text>}
      {mail !== "no-server" && <Address known={wishes.address ?? ""} words={words} />}
    </>
  );
}

function columnsOf(
  words: Words,
  wishes: NoticeWishes,
  ways: Way[],
  choose: (way: Way, kind: NoticeKind, on: boolean) => void,
): Column<NoticeKind>[] {
  const switches = ways.map((way) => ({
    key: way,
    label: words.columns[way],
    short: true,
    cell: (kind: NoticeKind) => (
      <Switch
        label={<VisuallyHidden>{`${words.kinds[kind]}: ${words[way]}`}</VisuallyHidden>}
        checked={wishes[way].includes(kind)}
        onChange={(on) => choose(way, kind, on)}
      />
    ),
  }));
  return [{ key: "kind", label: words.columns.kind, cell: (kind) => words.kinds[kind] }, ...switches];
}

function Address({ known, words }: { known: string; words: Words }) {
  const announce = useAnnounce();
  const change = useChangeNoticeWishes();
  const [written, setWritten] = useState(known);
  const [tried, setTried] = useState(false);
  const odd = isOddAddress(written);

  function save() {
    setTried(true);
    if (!odd) change.mutate({ address: written.trim() }, { onSuccess: () => announce(words.saved) });
  }

  return (
    <Form onSubmit={save}>
      {change.error && <ErrorCard error={change.error} />}
      <TextField
        label={words.address}
        help={words.addressHelp}
        type="email"
        value={written}
        onChange={setWritten}
        problem={tried && odd ? words.addressOdd : null}
        autoComplete="email"
        exact
      />
      <div>
        <Button type="submit" variant="default" loading={change.isPending}>
          {words.save}
        </Button>
      </div>
      {change.isSuccess && <Text c="dimmed">{words.saved}</Text>}
    </Form>
  );
}
