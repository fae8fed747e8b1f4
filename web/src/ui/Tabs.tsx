import type { ReactNode } from "react";
import classes from "./Tabs.module.css";
import { NavLink, type PageAddress } from "./TextLink";

interface Props {
  label: string;
  tabs: { to: PageAddress; label: string }[];
  children: ReactNode;
}

/** Pages that belong together: links to each above the one that is shown. */
export function Tabs({ label, tabs, children }: Props) {
  return (
    <div className={classes.pages}>
      <nav aria-label={label}>
        <ul className={classes.tabs}>
          {tabs.map(({ to, label: name }) => (
            <li key={to}>
              <NavLink to={to} className={classes.tab}>
                {name}
              </NavLink>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </div>
  );
}
