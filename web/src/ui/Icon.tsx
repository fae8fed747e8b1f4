import type { Icon as TablerIcon } from "@tabler/icons-react";

interface Props {
  of: TablerIcon;
  /** In pixels where letters have their usual size; it grows with them. */
  size?: number;
}

const LETTER_PIXELS = 16;

/** A picture beside a word, never instead of one: hidden from screen readers. */
export function Icon({ of: Drawing, size = 20 }: Props) {
  const grown = `${size / LETTER_PIXELS}rem`;
  return <Drawing size={grown} stroke={1.75} aria-hidden focusable={false} style={{ flexShrink: 0 }} />;
}
