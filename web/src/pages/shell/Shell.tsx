import { IconHistory, IconMenu2, IconShieldLock, IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useState } from "react";
import { useAdministrates } from "../../api/session";
import type { Session } from "../../api/types";
import { useWords } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { NavLink, useAddress } from "../../ui/TextLink";
import { Preferences } from "./Preferences";
import classes from "./Shell.module.css";
import { UserMenu } from "./UserMenu";

interface Props {
  children: ReactNode;
  /** Whose page it is; null before anybody has come in. */
  person: Session | null;
}

/** The frame around every page. */
export function Shell({ children, person }: Props) {
  const { t } = useWords();
  return (
    <>
      <a className={classes.skip} href="#main">
        {t.shell.skip}
      </a>
      <Header person={person} />
      <main id="main" tabIndex={-1} className={classes.main}>
        {children}
      </main>
    </>
  );
}

function Header({ person }: { person: Session | null }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const panel = useId();
  const address = useAddress();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is what closes the menu.
  useEffect(() => setOpen(false), [address]);
  return (
    <header className={classes.header}>
      <div className={classes.bar}>
        <span className={classes.brand}>
          <img src="/favicon.svg" alt="" width={28} height={28} />
          {t.shell.name}
        </span>
        <button
          type="button"
          className={classes.menuButton}
          aria-expanded={open}
          aria-controls={panel}
          onClick={() => setOpen(!open)}
        >
          <Icon of={open ? IconX : IconMenu2} />
          {t.shell.menu}
        </button>
        <div id={panel} className={classes.panel} data-open={open}>
          <div className={classes.nav}>{person && <Navigation />}</div>
          <div className={classes.preferences}>
            <Preferences />
            {person && <UserMenu person={person} />}
          </div>
        </div>
      </div>
    </header>
  );
}

function Navigation() {
  const { t } = useWords();
  const administrates = useAdministrates();
  return (
    <nav aria-label={t.shell.navigation} className={classes.links}>
      <NavLink to="/treinos" className={classes.navLink}>
        <Icon of={IconHistory} />
        {t.shell.runs}
      </NavLink>
      {administrates && (
        <NavLink to="/administracao" className={classes.navLink}>
          <Icon of={IconShieldLock} />
          {t.shell.administration}
        </NavLink>
      )}
    </nav>
  );
}
