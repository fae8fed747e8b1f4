import { Fragment, type ReactNode } from "react";
import classes from "./FactList.module.css";

export interface Fact {
  name: string;
  value: ReactNode;
}

/** Names and values, one below the other; `code` sets the values as what they are to a machine. */
export function FactList({ facts, code = false }: { facts: Fact[]; code?: boolean }) {
  return (
    <dl className={code ? `${classes.list} ${classes.code}` : classes.list}>
      {facts.map(({ name, value }) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

/** Names and values in one flowing line. */
export function FactLine({ facts }: { facts: Fact[] }) {
  return (
    <dl className={`${classes.list} ${classes.inline}`}>
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
