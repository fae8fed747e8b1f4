import { useState } from "react";
import { useChangePassword } from "../../api/account";
import { useWaysIn } from "../../api/doors";
import { Refusal } from "../../api/problem";
import type { Session } from "../../api/types";
import { ACCOUNT, type AccountWords } from "../../i18n/account";
import { useOwnWords } from "../../i18n/own";
import { useAnnounce } from "../../ui/Announcer";
import { ErrorCard } from "../../ui/ErrorCard";
import { NewPassword } from "../../ui/NewPassword";
import { PasswordField } from "../../ui/PasswordField";
import { Button, Text } from "../../ui/primitives";
import { Form, Section } from "../../ui/Section";

/** Another password, for who knows the present one. */
export function Password({ person }: { person: Session }) {
  const words = useOwnWords(ACCOUNT).password;
  return (
    <Section title={words.title} lead={person.has_password ? words.lead : words.none}>
      {person.has_password && <ChangePassword person={person} words={words} />}
    </Section>
  );
}

function ChangePassword({ person, words }: { person: Session; words: AccountWords["password"] }) {
  const announce = useAnnounce();
  const { data: ways } = useWaysIn();
  const change = useChangePassword();
  const [current, setCurrent] = useState("");
  const [chosen, setChosen] = useState("");
  const [tried, setTried] = useState(false);
  const length = ways?.password_min_length ?? 0;
  const short = [...chosen.normalize("NFKC")].length < length;
  const told = problemsOf(change.error);

  function save() {
    setTried(true);
    if (current === "" || short) return;
    change.mutate({ current, new: chosen }, { onSuccess: done });
  }

  function done() {
    setTried(false);
    setCurrent("");
    setChosen("");
    announce(words.saved);
  }

  if (!ways) return null;
  return (
    <Form onSubmit={save}>
      {change.error && !told.current && !told.chosen && <ErrorCard error={change.error} />}
      <input type="text" value={person.login ?? ""} autoComplete="username" readOnly hidden />
      <PasswordField
        label={words.current}
        value={current}
        onChange={setCurrent}
        problem={tried && current === "" ? words.empty : told.current}
        autoComplete="current-password"
        show={words.show}
        hide={words.hide}
      />
      <NewPassword
        words={{ ...words, passwordRule: words.rule }}
        value={chosen}
        onChange={setChosen}
        length={length}
        problem={tried && short ? words.short(length) : told.chosen}
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

/** What the server says of a field stands at that field. */
function problemsOf(error: Error | null): { current?: string; chosen?: string } {
  if (!(error instanceof Refusal)) return {};
  if (error.code === "password_wrong") return { current: error.message };
  return error.code.startsWith("password_") ? { chosen: error.message } : {};
}
