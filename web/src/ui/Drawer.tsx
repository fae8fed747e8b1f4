import { IconX } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./Drawer.module.css";
import { Icon } from "./Icon";

interface Props {
  opened: boolean;
  /** What it is, read out. */
  label: string;
  close: string;
  onClose: () => void;
  children: ReactNode;
}

/** What narrow pages keep at their side. The browser keeps the focus inside and gives it back. */
export function Drawer({ opened, label, close, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (opened) dialog.current?.showModal();
    else dialog.current?.close();
  }, [opened]);
  return (
    <dialog ref={dialog} className={classes.drawer} aria-label={label} onClose={onClose} closedby="any">
      {opened && (
        <>
          <button type="button" className={classes.close} onClick={onClose}>
            <Icon of={IconX} />
            {close}
          </button>
          {children}
        </>
      )}
    </dialog>
  );
}
