import type { ReactNode } from "react";
import classes from "./FilterBar.module.css";

/** What narrows a list down, in rows of their own above it. */
export function FilterBar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <search aria-label={label} className={classes.bar}>
      {children}
    </search>
  );
}
