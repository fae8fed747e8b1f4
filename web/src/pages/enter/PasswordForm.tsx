import { IconAlertCircle } from "@tabler/icons-react";
import { type FormEvent, useRef, useState } from "react";
import { usePasswordSignIn } from "../../api/doors";
import { isTransient } from "../../api/problem";
import { ENTER } from "../../i18n/enter";
import { useOwnWords } from "../../i18n/own";
import { AlertCard } from "../../ui/AlertCard";
import { ErrorCard } from "../../ui/ErrorCard";
import { PasswordField } from "../../ui/PasswordField";
import { Button, Stack } from "../../ui/primitives";
import { TextField } from "../../ui/TextField";

interface Props {
  /** Whether another way in comes first. */
  secondary: boolean;
  onPassed: () => void;
}

/** Login and password. What was wrong is never said more closely than that. */
export function PasswordForm({ secondary, onPassed }: Props) {
  const { signIn: words, show, hide } = useOwnWords(ENTER);
  const enter = usePasswordSignIn();
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [incomplete, setIncomplete] = useState(false);
  const [loginInput, passwordInput] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];

  function submit(event: FormEvent) {
    event.preventDefault();
    const lacking = login.trim() === "" ? loginInput : password === "" ? passwordInput : null;
    setIncomplete(lacking !== null);
    if (lacking) return lacking.current?.focus();
    enter.mutate({ login, password }, { onSuccess: onPassed, onError: () => passwordInput.current?.focus() });
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {enter.error && <Refused error={enter.error} />}
        <TextField
          ref={loginInput}
          label={words.login}
          value={login}
          onChange={setLogin}
          autoComplete="username"
          exact
        />
        <PasswordField
          ref={passwordInput}
          label={words.password}
          value={password}
          onChange={setPassword}
          problem={incomplete ? words.empty : null}
          autoComplete="current-password"
          show={show}
          hide={hide}
        />
        <Button type="submit" variant={secondary ? "default" : "filled"} loading={enter.isPending} fullWidth>
          {words.submit}
        </Button>
      </Stack>
    </form>
  );
}

/** The server's own sentence: whether to try again, and after how long. */
function Refused({ error }: { error: Error }) {
  if (isTransient(error)) return <ErrorCard error={error} />;
  return <AlertCard tone="danger" icon={IconAlertCircle} title={error.message} role="alert" />;
}
