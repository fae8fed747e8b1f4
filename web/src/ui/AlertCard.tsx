import type { Icon as TablerIcon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./AlertCard.module.css";
import { Icon } from "./Icon";
import { type Tone, toned } from "./tone";

interface Props {
  tone: Tone;
  icon: TablerIcon;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  /** `assertive` interrupts a screen reader: only for what just went wrong. */
  role?: "alert" | undefined;
  heading?: 2 | 3;
}

/** Something that deserves attention: what it is, what it means, what can be done. */
export function AlertCard({ tone, icon, title, children, actions, role, heading }: Props) {
  const Title = heading === 2 ? "h2" : heading === 3 ? "h3" : "p";
  return (
    <div {...toned(tone, classes.card)} role={role} data-card>
      <span className={classes.icon}>
        <Icon of={icon} size={22} />
      </span>
      <div className={classes.body}>
        <Title className={classes.title}>{title}</Title>
        {children !== undefined && <div className={classes.text}>{children}</div>}
        <div className={classes.actions}>{actions}</div>
      </div>
    </div>
  );
}
