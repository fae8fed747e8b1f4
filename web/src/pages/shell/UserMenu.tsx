import { IconLogout, IconSettings, IconUser } from "@tabler/icons-react";
import { useSignOut } from "../../api/session";
import type { Session } from "../../api/types";
import { useWords } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { Menu } from "../../ui/Menu";
import { NavLink } from "../../ui/TextLink";

/** Whose page this is: the way to the own account, and out. */
export function UserMenu({ person }: { person: Session }) {
  const { t } = useWords();
  const signOut = useSignOut();
  return (
    <Menu label={person.name} icon={IconUser}>
      <NavLink to="/conta">
        <Icon of={IconSettings} />
        {t.shell.account}
      </NavLink>
      <button type="button" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
        <Icon of={IconLogout} />
        {t.shell.signOut}
      </button>
    </Menu>
  );
}
