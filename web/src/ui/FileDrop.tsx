import { IconUpload } from "@tabler/icons-react";
import { type DragEvent, type ReactNode, useId, useRef, useState } from "react";
import classes from "./FileDrop.module.css";
import { Icon } from "./Icon";
import { Button } from "./primitives";

interface Props {
  title: string;
  /** What can be dropped here. */
  help: string;
  button: string;
  accept: string;
  onFile: (file: File) => void;
  /** Shown instead of the invitation: how far a file is. */
  busy?: ReactNode;
  /** Shown above the invitation: why a file was refused. */
  refused?: ReactNode;
}

/** A place for a file to be dropped, with a real button for who drops nothing. */
export function FileDrop({ title, help, button, accept, onFile, busy, refused }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const helpId = useId();
  const [over, setOver] = useState(false);

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file && !busy) onFile(file);
  }

  function hover(event: DragEvent) {
    event.preventDefault();
    setOver(!busy);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same.
    <div
      className={classes.area}
      data-over={over}
      onDrop={drop}
      onDragOver={hover}
      onDragLeave={() => setOver(false)}
    >
      {refused && <div className={classes.refused}>{refused}</div>}
      {busy || (
        <>
          <span className={classes.icon}>
            <Icon of={IconUpload} size={32} />
          </span>
          <p className={classes.title}>{title}</p>
          <Button aria-describedby={helpId} onClick={() => input.current?.click()}>
            {button}
          </Button>
          <p id={helpId} className={classes.help}>
            {help}
          </p>
        </>
      )}
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onFile(file);
          // So that the same file can be chosen again after it was mended.
          currentTarget.value = "";
        }}
      />
    </div>
  );
}
