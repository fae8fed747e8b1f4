import { type FormEvent, type ReactNode, useId } from "react";
import { Paper, Stack, Title } from "./primitives";
import classes from "./Section.module.css";

interface Props {
  title: string;
  lead?: string;
  /** A button beside the heading. */
  action?: ReactNode;
  children: ReactNode;
}

/** A part of a page under its own heading. */
export function Section({ title, lead, action, children }: Props) {
  const heading = useId();
  return (
    <Paper component="section" aria-labelledby={heading}>
      <Stack gap="md">
        <div className={classes.head}>
          <div>
            <Title order={2} id={heading}>
              {title}
            </Title>
            {lead && <p className={classes.lead}>{lead}</p>}
          </div>
          {action}
        </div>
        {children}
      </Stack>
    </Paper>
  );
}

interface FormProps {
  children: ReactNode;
  onSubmit: () => void;
  /** As wide as the page, for fields beside each other. */
  wide?: boolean;
}

/** Fields below each other, no wider than can be read; what is wrong is said by us, not the browser. */
export function Form({ children, onSubmit, wide = false }: FormProps) {
  function submit(event: FormEvent) {
    event.preventDefault();
    onSubmit();
  }
  return (
    <form className={wide ? undefined : classes.form} onSubmit={submit} noValidate>
      <Stack gap="md">{children}</Stack>
    </form>
  );
}
