import { NativeSelect } from "@mantine/core";
import { IconChevronDown, type Icon as TablerIcon } from "@tabler/icons-react";
import { Icon } from "./Icon";

interface Props<Value extends string> {
  label: string;
  value: Value;
  choices: { value: Value; label: string }[];
  onChoose: (value: Value) => void;
  icon?: TablerIcon;
}

/** One of a few, by the browser's own list; the label is read out, the choice says the rest. */
export function Select<Value extends string>({ label, value, choices, onChoose, icon }: Props<Value>) {
  return (
    <NativeSelect
      aria-label={label}
      leftSection={icon && <Icon of={icon} />}
      rightSection={<Icon of={IconChevronDown} size={16} />}
      value={value}
      onChange={(event) => onChoose(event.currentTarget.value as Value)}
      data={choices}
    />
  );
}
