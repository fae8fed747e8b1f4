import { type ReactNode, useEffect, useRef } from "react";
import classes from "./PageHeading.module.css";
import { Title } from "./primitives";

let moved = false;

/** Asks the next heading that appears to take the focus: the page is about to change. */
export function focusNextHeading(): void {
  moved = true;
}

/** Gives the focus to the heading when what had it is gone from the page. */
export function rescueFocus(): void {
  if (document.activeElement === document.body) document.querySelector("h1")?.focus();
}

interface Props {
  children: ReactNode;
  /** Chips beside the heading. */
  aside?: ReactNode;
}

/** The page's one h1. It takes the focus after a move, so that a screen reader says where it is. */
export function PageHeading({ children, aside }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!moved) return;
    moved = false;
    heading.current?.focus();
  }, []);
  return (
    <div className={classes.row}>
      <Title order={1} ref={heading} tabIndex={-1} className={classes.heading} miw={0}>
        {children}
      </Title>
      {aside !== undefined && <div className={classes.aside}>{aside}</div>}
    </div>
  );
}
