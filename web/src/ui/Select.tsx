import { NativeSelect } from "@mantine/core";
import { IconChevronDown, type Icon as TablerIcon } from "@tabler/icons-react";
import { Icon } from "./Icon";

interface Props<Value extends string> {
  label: string;
  value: Value;
  choices: { value: Value; label: string }[];
  onChoose: (value: Value) => void;
  icon?: TablerIcon;
  /** Whether the label is seen: in forms; elsewhere it is read out and the choice says the rest. */
  labelled?: boolean;
}

/** One of a few, by the browser's own list. */
export function Select<Value extends string>({
  label,
  value,
  choices,
  onChoose,
  icon,
  labelled,
}: Props<Value>) {
  return (
    <NativeSelect
      {...(labelled ? { label } : { "aria-label": label })}
      leftSection={icon && <Icon of={icon} />}
      rightSection={<Icon of={IconChevronDown} size={16} />}
      wrapperProps={{ "data-screen-only": true }}
      value={value}
      onChange={(event) => onChoose(event.currentTarget.value as Value)}
      data={choices}
    />
  );
}

/** The choices that `words` names, in its order. */
export function choicesOf<Value extends string>(words: Record<Value, string>) {
  return (Object.keys(words) as Value[]).map((value) => ({ value, label: words[value] }));
}
