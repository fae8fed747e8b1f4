import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { usePauseMachine, useRenewToken, useRevokeMachine } from "../../api/machines";
import type { Machine, Registration } from "../../api/types";
import { MACHINES } from "../../i18n/machines";
import { useOwnWords } from "../../i18n/own";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { ErrorCard } from "../../ui/ErrorCard";
import { Menu } from "../../ui/Menu";

interface Props {
  machine: Machine;
  onMade: (made: Registration) => void;
}

type Question = "revoke" | "renew";

/** What an administrator can do about a machine. What cuts it off is asked first. */
export function MachineActions({ machine, onMade }: Props) {
  const words = useOwnWords(MACHINES);
  const [pause, revoke, renew] = [usePauseMachine(), useRevokeMachine(), useRenewToken()];
  const [asked, setAsked] = useState<Question | null>(null);
  const error = pause.error ?? revoke.error ?? renew.error;
  const close = () => setAsked(null);
  const toggle = () => pause.mutate({ id: machine.id, paused: !machine.paused });
  return (
    <>
      <Menu label={words.actions} name={words.actionsOf(machine.name)} icon={IconDots}>
        <button type="button" disabled={pause.isPending} onClick={toggle}>
          {machine.paused ? words.resume : words.pause}
        </button>
        <button type="button" onClick={() => setAsked("renew")}>
          {words.renew}
        </button>
        <button type="button" onClick={() => setAsked("revoke")}>
          {words.revoke}
        </button>
      </Menu>
      {error && <ErrorCard error={error} />}
      <ConfirmDialog
        opened={asked === "revoke"}
        title={words.askRevoke(machine.name)}
        body={words.askRevokeBody}
        safe={words.keep}
        dangerous={words.confirmRevoke}
        busy={revoke.isPending}
        onClose={close}
        onConfirm={() => revoke.mutate(machine.id, { onSettled: close })}
      />
      <ConfirmDialog
        opened={asked === "renew"}
        title={words.askRenew(machine.name)}
        body={words.askRenewBody}
        safe={words.keepToken}
        dangerous={words.confirmRenew}
        busy={renew.isPending}
        onClose={close}
        onConfirm={() => renew.mutate(machine.id, { onSuccess: onMade, onSettled: close })}
      />
    </>
  );
}
