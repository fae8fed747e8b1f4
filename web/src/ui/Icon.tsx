import type { Icon as TablerIcon } from "@tabler/icons-react";

interface Props {
  of: TablerIcon;
  size?: number;
}

/** A picture beside a word, never instead of one: hidden from screen readers. */
export function Icon({ of: Drawing, size = 20 }: Props) {
  return <Drawing size={size} stroke={1.75} aria-hidden focusable={false} style={{ flexShrink: 0 }} />;
}
