import { type FormEvent, useState } from "react";
import type { PassKind } from "../../api/arrival";
import { type Choice, useTakeAccount } from "../../api/doors";
import { Refusal } from "../../api/problem";
import type { PassShown } from "../../api/types";
import { ENTER, type EnterWords } from "../../i18n/enter";
import { useOwnWords } from "../../i18n/own";
import { ErrorCard } from "../../ui/ErrorCard";
import { NewPassword } from "../../ui/NewPassword";
import { Button, Stack } from "../../ui/primitives";
import { TextField } from "../../ui/TextField";

interface Props {
  kind: PassKind;
  code: string;
  pass: PassShown;
  submit: string;
  onPassed: () => void;
}

type Problems = Partial<Record<keyof Choice, string>>;

/** Name, login and password; of a reset the password alone. Rules are told before they are broken. */
export function ChoiceForm({ kind, code, pass, submit, onPassed }: Props) {
  const words = useOwnWords(ENTER);
  const take = useTakeAccount(kind, code);
  const isReset = kind === "reset" && pass.login !== null;
  const [choice, setChoice] = useState<Choice>({
    name: kind === "setup" ? "" : pass.name,
    login: pass.login ?? "",
    password: "",
  });
  const [tried, setTried] = useState(false);
  const lacking = tried ? lackingIn(choice, isReset, pass.password_min_length, words.form) : {};
  const told = problemsOf(take.error);
  const problems: Problems = { ...told, ...lacking };
  const write = (part: keyof Choice) => (value: string) => setChoice({ ...choice, [part]: value });

  function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setTried(true);
    const missing = lackingIn(choice, isReset, pass.password_min_length, words.form);
    const [first] = Object.keys(missing);
    if (first === undefined) return take.mutate(choice, { onSuccess: onPassed });
    event.currentTarget.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
  }

  return (
    <form onSubmit={send} noValidate>
      <Stack gap="md">
        {take.error && Object.keys(told).length === 0 && <ErrorCard error={take.error} />}
        {!isReset && (
          <TextField
            name="name"
            label={words.form.name}
            help={words.form.nameHelp}
            value={choice.name}
            onChange={write("name")}
            problem={problems.name}
            autoComplete="name"
          />
        )}
        <LoginField
          words={words}
          fixed={isReset}
          value={choice.login}
          onChange={write("login")}
          problem={problems.login}
        />
        <NewPassword
          words={{ ...words.form, label: words.form.newPassword, show: words.show, hide: words.hide }}
          value={choice.password}
          onChange={write("password")}
          length={pass.password_min_length}
          problem={problems.password}
        />
        <Button type="submit" loading={take.isPending} fullWidth>
          {submit}
        </Button>
      </Stack>
    </form>
  );
}

interface LoginProps {
  words: EnterWords;
  fixed: boolean;
  value: string;
  onChange: (value: string) => void;
  problem: string | undefined;
}

/** Password managers want to see the login even where it stays as it is. */
function LoginField({ words, fixed, value, onChange, problem }: LoginProps) {
  if (fixed) return <input type="text" name="login" value={value} autoComplete="username" readOnly hidden />;
  return (
    <TextField
      name="login"
      label={words.form.login}
      help={words.form.loginHelp}
      value={value}
      onChange={onChange}
      problem={problem}
      autoComplete="username"
      exact
    />
  );
}

function lackingIn(choice: Choice, isReset: boolean, length: number, words: EnterWords["form"]): Problems {
  const missing = length - [...choice.password.normalize("NFKC")].length;
  return {
    ...(!isReset && choice.name.trim() === "" && { name: words.nameEmpty }),
    ...(!isReset && choice.login.trim() === "" && { login: words.loginEmpty }),
    ...(missing > 0 && { password: words.passwordShort(length, missing) }),
  };
}

/** What the server says of a field stands at that field. */
function problemsOf(error: Error | null): Problems {
  if (!(error instanceof Refusal)) return {};
  if (error.code.startsWith("password_")) return { password: error.message };
  return error.code.startsWith("login_") ? { login: error.message } : {};
}
