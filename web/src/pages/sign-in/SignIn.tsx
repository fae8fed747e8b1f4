import { type FormEvent, useEffect, useRef, useState } from "react";
import { isRefused } from "../../api/problem";
import { useWords } from "../../i18n";
import { Disclosure } from "../../ui/Disclosure";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Button, Paper, PasswordInput, Stack, Text } from "../../ui/primitives";
import { useTitle } from "../../ui/useTitle";
import classes from "./SignIn.module.css";

interface Props {
  onToken: (token: string) => void;
  busy: boolean;
  error: Error | null;
}

/** Asks for the access token. */
export function SignIn({ onToken, busy, error }: Props) {
  const { t } = useWords();
  useTitle(`${t.signIn.title} · ${t.shell.name}`);
  const wrong = isRefused(error, 401);
  return (
    <Paper className={classes.card}>
      <Stack gap="lg">
        <Stack gap="xs">
          <PageHeading>{t.signIn.title}</PageHeading>
          <Text>{t.signIn.lead}</Text>
        </Stack>
        {error && !wrong && <ErrorCard error={error} />}
        <TokenForm onToken={onToken} busy={busy} refused={wrong ? t.signIn.wrong : null} />
        <Disclosure plain label={t.signIn.where}>
          {() => (
            <Text c="dimmed">
              {t.signIn.whereBefore} <code>{"afina up"}</code>
              {". "}
              {t.signIn.whereAfter}
            </Text>
          )}
        </Disclosure>
      </Stack>
    </Paper>
  );
}

interface FormProps {
  onToken: (token: string) => void;
  busy: boolean;
  refused: string | null;
}

function TokenForm({ onToken, busy, refused }: FormProps) {
  const { t } = useWords();
  const [token, setToken] = useState("");
  const [empty, setEmpty] = useState(false);
  const [shown, setShown] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const problem = empty ? t.signIn.empty : refused;
  useEffect(() => {
    if (problem !== null && !busy) input.current?.focus();
  }, [problem, busy]);

  function submit(event: FormEvent) {
    event.preventDefault();
    setEmpty(token.trim() === "");
    if (token.trim() !== "") onToken(token.trim());
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <PasswordInput
          ref={input}
          label={t.signIn.label}
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          error={problem}
          autoComplete="current-password"
          spellCheck={false}
          required
          withAsterisk={false}
          visible={shown}
          onVisibilityChange={setShown}
          visibilityToggleButtonProps={{
            "aria-label": shown ? t.signIn.hide : t.signIn.show,
            tabIndex: 0,
          }}
        />
        <Button type="submit" loading={busy} fullWidth>
          {t.signIn.submit}
        </Button>
      </Stack>
    </form>
  );
}
