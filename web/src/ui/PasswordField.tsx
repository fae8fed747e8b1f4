import { PasswordInput } from "@mantine/core";
import { useState } from "react";
import { type FieldProps, inputOf } from "./TextField";

interface Props extends FieldProps {
  /** What the button says that shows what was written, and the one that hides it again. */
  show: string;
  hide: string;
}

/** A secret, which can be looked at; pasting and password managers work. */
export function PasswordField({ show, hide, ...field }: Props) {
  const [shown, setShown] = useState(false);
  return (
    <PasswordInput
      {...inputOf(field)}
      spellCheck={false}
      visible={shown}
      onVisibilityChange={setShown}
      visibilityToggleButtonProps={{ "aria-label": shown ? hide : show, tabIndex: 0 }}
    />
  );
}
