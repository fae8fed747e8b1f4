import { IconLogout, IconSettings, IconToggleLeft, IconToggleRight, IconUser } from "@tabler/icons-react";
import { useChangePreferences, useTechnical } from "../../api/preferences";
import { useSignOut } from "../../api/session";
import type { Session } from "../../api/types";
import { useWords } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { Menu } from "../../ui/Menu";
import { NavLink } from "../../ui/TextLink";

/** Whose page this is: the way to the own account, to the technical part, and out. */
export function UserMenu({ person }: { person: Session }) {
  const { t } = useWords();
  const signOut = useSignOut();
  const technical = useTechnical();
  const change = useChangePreferences();
  return (
    <Menu label={person.name} icon={IconUser}>
      <NavLink to="/conta">
        <Icon of={IconSettings} />
        {t.shell.account}
      </NavLink>
      <button
        type="button"
        role="switch"
        aria-checked={technical}
        onClick={() => change.mutate({ technical: !technical })}
      >
        <Icon of={technical ? IconToggleRight : IconToggleLeft} />
        {t.shell.technical}
      </button>
      <button type="button" disabled={signOut.isPending} onClick={() => signOut.mutate()}>
        <Icon of={IconLogout} />
        {t.shell.signOut}
      </button>
    </Menu>
  );
}
