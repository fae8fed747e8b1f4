import { useEffect, useId, useRef } from "react";
import classes from "./ConfirmDialog.module.css";
import { Button } from "./primitives";

interface Props {
  opened: boolean;
  title: string;
  body: string;
  safe: string;
  dangerous: string;
  /** A third way, which loses less. */
  milder?: { label: string; onChoose: () => void } | undefined;
  busy: boolean;
  onClose: () => void;
  onConfirm: () => void;
}

/**
 * Asks before something is lost. The focus begins on the safe answer.
 *
 * The browser's own dialog keeps the focus inside, closes on Escape and gives the focus back.
 */
export function ConfirmDialog({ opened, title, body, busy, onClose, onConfirm, ...answers }: Props) {
  const { safe, milder, dangerous } = answers;
  const dialog = useRef<HTMLDialogElement>(null);
  const safeAnswer = useRef<HTMLButtonElement>(null);
  const [titleId, bodyId] = [useId(), useId()];
  useEffect(() => {
    if (!opened) return dialog.current?.close();
    dialog.current?.showModal();
    safeAnswer.current?.focus();
  }, [opened]);
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-labelledby={titleId}
      aria-describedby={bodyId}
      onClose={onClose}
    >
      <h2 id={titleId} className={classes.title}>
        {title}
      </h2>
      <p id={bodyId} className={classes.text}>
        {body}
      </p>
      <div className={classes.answers}>
        <Button ref={safeAnswer} variant="default" onClick={onClose}>
          {safe}
        </Button>
        {milder && (
          <Button loading={busy} onClick={milder.onChoose}>
            {milder.label}
          </Button>
        )}
        <Button color="danger" loading={busy} onClick={onConfirm}>
          {dangerous}
        </Button>
      </div>
    </dialog>
  );
}
