import { useEffect, useState } from "react";
import { useWords } from "../i18n";
import { Stack, VisuallyHidden } from "./primitives";
import classes from "./Waiting.module.css";

const PATIENCE_MS = 300;
const ROWS = [64, 200, 120];

/** The shape of what is to come, shown only when it takes longer than a blink. */
export function Waiting() {
  const { t } = useWords();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Stack aria-busy gap="md">
      <VisuallyHidden>{t.shell.loading}</VisuallyHidden>
      {shown && ROWS.map((height) => <div key={height} className={classes.shape} style={{ height }} />)}
    </Stack>
  );
}
