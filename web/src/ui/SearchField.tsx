import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Icon } from "./Icon";

const PATIENCE_MS = 300;

interface Props {
  label: string;
  /** What is searched for now. */
  value: string;
  /** Told once somebody has stopped writing. */
  onSearch: (text: string) => void;
}

/** Searches while one writes. */
export function SearchField({ label, value, onSearch }: Props) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is written starts the wait anew.
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onSearch(text), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<Icon of={IconSearch} />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
