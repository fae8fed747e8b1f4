import { IconChevronDown, type Icon as TablerIcon } from "@tabler/icons-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Icon } from "./Icon";
import classes from "./Menu.module.css";
import { useAddress } from "./TextLink";

interface Props {
  label: string;
  icon: TablerIcon;
  /** What is read out, where the label alone would leave open whose menu it is. */
  name?: string;
  /** A figure at the picture; empty for none. */
  mark?: string;
  /** The picture alone, with a wide list. */
  bare?: boolean;
  onOpen?: () => void;
  /** Links and buttons. */
  children: ReactNode;
}

/** A button that opens a short list; Escape, a choice, or a look elsewhere closes it. */
export function Menu({ label, icon, name, mark = "", bare = false, onOpen, children }: Props) {
  const [open, setOpen] = useState(false);
  const panel = useId();
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const address = useAddress();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new address is what closes the menu.
  useEffect(() => setOpen(false), [address]);
  useEffect(() => {
    if (!open) return;
    const elsewhere = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) setOpen(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    document.addEventListener("pointerdown", elsewhere);
    document.addEventListener("focusin", elsewhere);
    document.addEventListener("keydown", onKey);
    return () => {
      document.removeEventListener("pointerdown", elsewhere);
      document.removeEventListener("focusin", elsewhere);
      document.removeEventListener("keydown", onKey);
    };
  }, [open]);
  function toggle() {
    if (!open) onOpen?.();
    setOpen(!open);
  }
  return (
    <div ref={menu} className={classes.menu} data-bare={bare || undefined}>
      <button
        ref={button}
        type="button"
        className={classes.button}
        aria-label={name ?? (bare ? label : undefined)}
        aria-expanded={open}
        aria-controls={open ? panel : undefined}
        onClick={toggle}
      >
        <Icon of={icon} />
        {mark !== "" && <span className={classes.mark}>{mark}</span>}
        {!bare && <span className={classes.label}>{label}</span>}
        {!bare && <Icon of={IconChevronDown} size={16} />}
      </button>
      {open && (
        // biome-ignore lint/a11y/noStaticElementInteractions: what is clicked are the links and buttons inside.
        // biome-ignore lint/a11y/useKeyWithClickEvents: a key on one of them clicks it.
        <div id={panel} className={classes.panel} onClick={() => setOpen(false)}>
          {children}
        </div>
      )}
    </div>
  );
}
