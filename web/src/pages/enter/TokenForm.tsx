import { type FormEvent, useEffect, useRef, useState } from "react";
import { isRefused } from "../../api/problem";
import { useTokenSignIn } from "../../api/session";
import { ENTER } from "../../i18n/enter";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { PasswordField } from "../../ui/PasswordField";
import { Button, Stack } from "../../ui/primitives";

interface Props {
  /** One that came in the address: it is used at once. */
  token: string | null;
  onPassed: () => void;
}

/** Asks for an access token. */
export function TokenForm({ token: arrived, onPassed }: Props) {
  const { signIn: words, show, hide } = useOwnWords(ENTER);
  const { mutate, error, isPending } = useTokenSignIn();
  const [token, setToken] = useState("");
  const [empty, setEmpty] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const wrong = isRefused(error, 401);
  const problem = empty ? words.tokenEmpty : wrong ? words.tokenWrong : null;
  useEffect(() => {
    if (arrived !== null) mutate(arrived, { onSuccess: onPassed });
  }, [arrived, mutate, onPassed]);
  useEffect(() => {
    if (problem !== null && !isPending) input.current?.focus();
  }, [problem, isPending]);

  function submit(event: FormEvent) {
    event.preventDefault();
    setEmpty(token.trim() === "");
    if (token.trim() !== "") mutate(token.trim(), { onSuccess: onPassed });
  }

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {error && !wrong && <ErrorCard error={error} />}
        <PasswordField
          ref={input}
          label={words.tokenLabel}
          help={words.tokenHelp}
          value={token}
          onChange={setToken}
          problem={problem}
          autoComplete="off"
          show={show}
          hide={hide}
        />
        <Button type="submit" variant="default" loading={isPending} fullWidth>
          {words.tokenSubmit}
        </Button>
      </Stack>
    </form>
  );
}
