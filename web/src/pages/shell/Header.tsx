import { IconHelpCircle, IconMenu2 } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Session } from "../../api/types";
import { useWords } from "../../i18n";
import { Drawer } from "../../ui/Drawer";
import { Icon } from "../../ui/Icon";
import { NavLink, useAddress } from "../../ui/TextLink";
import { useWide } from "../../ui/useWide";
import { Bell } from "./Bell";
import classes from "./Header.module.css";
import { Navigation } from "./Navigation";
import { Preferences } from "./Preferences";
import { Reachable } from "./Reachable";
import { UserMenu } from "./UserMenu";

interface Props {
  /** Whose page it is; null before anybody has come in. */
  person: Session | null;
}

/** What stands above every page. */
export function Header({ person }: Props) {
  const { t } = useWords();
  const wide = useWide();
  return (
    <header className={classes.header}>
      <span className={classes.brand}>
        <img src="/favicon.svg" alt="" width={28} height={28} />
        {t.shell.name}
      </span>
      <Reachable />
      <div className={classes.tools}>
        {person && <Bell />}
        {person && <Help />}
        {wide ? <Tools person={person} /> : <MenuButton person={person} />}
      </div>
    </header>
  );
}

/** In the same place on every page, however wide. */
function Help() {
  const { t } = useWords();
  return (
    <NavLink to="/ajuda" className={classes.help}>
      <Icon of={IconHelpCircle} />
      {t.shell.pages.help}
    </NavLink>
  );
}

function Tools({ person }: Props) {
  return (
    <>
      <Preferences person={person} />
      {person && <UserMenu person={person} />}
    </>
  );
}

function MenuButton({ person }: Props) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const address = useAddress();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is what closes the menu.
  useEffect(() => setOpen(false), [address]);
  return (
    <>
      <button
        type="button"
        className={classes.menuButton}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <Icon of={IconMenu2} />
        {t.shell.menu}
      </button>
      <Drawer opened={open} label={t.shell.menu} close={t.shell.closeMenu} onClose={() => setOpen(false)}>
        <div className={classes.drawer}>
          {person && <Navigation />}
          <Tools person={person} />
        </div>
      </Drawer>
    </>
  );
}
