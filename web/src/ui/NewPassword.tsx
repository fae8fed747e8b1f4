import { PasswordField } from "./PasswordField";

interface Props {
  words: {
    label: string;
    passwordRule: (length: number) => string;
    show: string;
    hide: string;
  };
  value: string;
  onChange: (value: string) => void;
  /** Characters that it needs at least. */
  length: number;
  problem?: string | null | undefined;
}

/** A password to be chosen: the rule stands there before it is broken. */
export function NewPassword({ words, value, onChange, length, problem }: Props) {
  return (
    <PasswordField
      name="password"
      label={words.label}
      help={words.passwordRule(length)}
      value={value}
      onChange={onChange}
      problem={problem}
      autoComplete="new-password"
      show={words.show}
      hide={words.hide}
    />
  );
}
