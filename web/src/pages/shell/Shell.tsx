import { IconHistory, IconMenu2, IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useState } from "react";
import { useWords } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { NavLink, useAddress } from "../../ui/TextLink";
import { Preferences } from "./Preferences";
import classes from "./Shell.module.css";
import { SignOut } from "./SignOut";

interface Props {
  children: ReactNode;
  signedIn: boolean;
}

/** The frame around every page. */
export function Shell({ children, signedIn }: Props) {
  const { t } = useWords();
  return (
    <>
      <a className={classes.skip} href="#main">
        {t.shell.skip}
      </a>
      <Header signedIn={signedIn} />
      <main id="main" tabIndex={-1} className={classes.main}>
        {children}
      </main>
    </>
  );
}

function Header({ signedIn }: { signedIn: boolean }) {
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
          <div className={classes.nav}>{signedIn && <Navigation />}</div>
          <div className={classes.preferences}>
            <Preferences />
            {signedIn && <SignOut />}
          </div>
        </div>
      </div>
    </header>
  );
}

function Navigation() {
  const { t } = useWords();
  return (
    <nav aria-label={t.shell.navigation}>
      <NavLink to="/treinos" className={classes.navLink}>
        <Icon of={IconHistory} />
        {t.shell.runs}
      </NavLink>
    </nav>
  );
}
