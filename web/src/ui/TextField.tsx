import { TextInput } from "@mantine/core";
import type { HTMLInputAutoCompleteAttribute, HTMLInputTypeAttribute, Ref } from "react";

export interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** The rule, before anything is written. */
  help?: string | undefined;
  problem?: string | null | undefined;
  autoComplete?: HTMLInputAutoCompleteAttribute;
  optional?: boolean;
  /** What holds while nothing is written. */
  placeholder?: string | undefined;
  onBlur?: () => void;
  inputMode?: "text" | "numeric" | "decimal";
  name?: string;
  ref?: Ref<HTMLInputElement>;
  /** Only for a field that somebody has just asked for. */
  autoFocus?: boolean;
}

interface Props extends FieldProps {
  type?: HTMLInputTypeAttribute;
  /** Never corrected or capitalised: what is written is taken as it is. */
  exact?: boolean;
}

/** One line of text. */
export function TextField({ type = "text", exact = false, ...field }: Props) {
  const exactly = exact ? { autoCapitalize: "none", autoCorrect: "off", spellCheck: false } : {};
  return <TextInput type={type} {...exactly} {...inputOf(field)} />;
}

/** A field's properties as Mantine's inputs take them. */
export function inputOf({ help, problem, onChange, optional = false, ...rest }: FieldProps) {
  return {
    ...rest,
    description: help,
    error: problem,
    required: !optional,
    withAsterisk: false,
    onChange: (event: { currentTarget: HTMLInputElement }) => onChange(event.currentTarget.value),
  };
}
