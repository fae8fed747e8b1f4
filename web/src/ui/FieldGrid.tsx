import type { ReactNode } from "react";
import classes from "./FieldGrid.module.css";

/** Short fields beside each other, as many as there is room for. */
export function FieldGrid({ children }: { children: ReactNode }) {
  return <div className={classes.grid}>{children}</div>;
}
