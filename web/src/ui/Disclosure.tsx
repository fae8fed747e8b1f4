import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import classes from "./Disclosure.module.css";
import { Icon } from "./Icon";

interface Props {
  label: string;
  /** Mounted only while open: what costs a connection or a canvas costs nothing when closed. */
  children: () => ReactNode;
  /** Makes the label a heading of that level, for what is a section of its own. */
  heading?: 2 | 3;
  plain?: boolean;
  /** Whether it begins open. */
  open?: boolean;
}

/** What most people don't need, one click away. */
export function Disclosure({ label, children, heading, plain = false, open: begins = false }: Props) {
  const [open, setOpen] = useState(begins);
  const panel = useId();
  const Heading = heading === 2 ? "h2" : heading === 3 ? "h3" : "div";
  return (
    <div className={plain ? classes.plain : classes.disclosure} data-screen-only={open ? undefined : true}>
      <Heading className={classes.heading}>
        <button
          type="button"
          className={classes.button}
          aria-expanded={open}
          aria-controls={open ? panel : undefined}
          onClick={() => setOpen(!open)}
        >
          <Icon of={IconChevronRight} size={18} />
          {label}
        </button>
      </Heading>
      {open && (
        <div id={panel} className={classes.panel}>
          {children()}
        </div>
      )}
    </div>
  );
}
