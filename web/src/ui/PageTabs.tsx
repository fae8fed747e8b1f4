import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ReactNode, Ref } from "react";
import classes from "./PageTabs.module.css";

interface Props {
  label: string;
  /** `PageTab`s. */
  children: ReactNode;
}

/** Pages that belong together, beside each other. */
export function PageTabs({ label, children }: Props) {
  return (
    <nav aria-label={label} className={classes.tabs}>
      {children}
    </nav>
  );
}

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> };

/** One of them, marked when it is the one shown. */
export const PageTab = createLink((props: AnchorProps) => <a {...props} className={classes.tab} />);
