import { IconLogout } from "@tabler/icons-react";
import { useSession, useSignOut } from "../../api/session";
import { useWords } from "../../i18n";
import { Icon } from "../../ui/Icon";
import { Button } from "../../ui/primitives";

/** Ends the session; the tooltip says whose it is. */
export function SignOut() {
  const { t } = useWords();
  const session = useSession();
  const signOut = useSignOut();
  const name = session.data?.name;
  return (
    <Button
      variant="default"
      leftSection={<Icon of={IconLogout} />}
      title={name && t.shell.signedInAs(name)}
      loading={signOut.isPending}
      onClick={() => signOut.mutate()}
    >
      {t.shell.signOut}
    </Button>
  );
}
