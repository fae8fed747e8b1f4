import type { Icon as TablerIcon } from "@tabler/icons-react";
import classes from "./Chip.module.css";
import { Icon } from "./Icon";
import { type Tone, toned } from "./tone";

interface Props {
  tone: Tone;
  icon: TablerIcon;
  label: string;
  large?: boolean;
}

/** A state in one glance: a picture, a word and a colour. */
export function Chip({ tone, icon, label, large = false }: Props) {
  return (
    <span {...toned(tone, large ? `${classes.chip} ${classes.large}` : classes.chip)}>
      <Icon of={icon} size={large ? 20 : 16} />
      {label}
    </span>
  );
}
