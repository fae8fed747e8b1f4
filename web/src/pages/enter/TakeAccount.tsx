import { IconUserExclamation } from "@tabler/icons-react";
import type { PassKind } from "../../api/arrival";
import { usePass } from "../../api/doors";
import { isTransient } from "../../api/problem";
import { useSession } from "../../api/session";
import { useWords } from "../../i18n";
import { ENTER } from "../../i18n/enter";
import { useOwnWords } from "../../i18n/own";
import { AlertCard } from "../../ui/AlertCard";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Button, Paper, Stack, Text } from "../../ui/primitives";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { ChoiceForm } from "./ChoiceForm";
import classes from "./Enter.module.css";

interface Props {
  kind: PassKind;
  code: string;
  onPassed: () => void;
}

/** Takes the account that a link is good for: the first one, one's own, or one's own again. */
export function TakeAccount({ kind, code, onPassed }: Props) {
  const { t } = useWords();
  const words = useOwnWords(ENTER);
  const { data: pass, error, refetch } = usePass(code);
  const { title, submit } = words[kind];
  useTitle(`${title} · ${t.shell.name}`);
  if (error && !isTransient(error)) return <Invalid onLeave={onPassed} />;
  return (
    <Paper className={classes.card}>
      <Stack gap="lg">
        <Stack gap="xs">
          <PageHeading>{title}</PageHeading>
          {pass && (
            <Text>{kind === "reset" ? words.reset.lead(pass.login ?? pass.name) : words[kind].lead}</Text>
          )}
        </Stack>
        <SomeoneElse />
        {pass ? (
          <ChoiceForm kind={kind} code={code} pass={pass} submit={submit} onPassed={onPassed} />
        ) : error ? (
          <ErrorCard error={error} retry={() => void refetch()} />
        ) : (
          <Waiting />
        )}
      </Stack>
    </Paper>
  );
}

/** Links are tried out by who sends them, too. */
function SomeoneElse() {
  const { pass } = useOwnWords(ENTER);
  const { data } = useSession();
  if (!data) return null;
  return <AlertCard tone="warning" icon={IconUserExclamation} title={pass.asSomeoneElse(data.name)} />;
}

function Invalid({ onLeave }: { onLeave: () => void }) {
  const { t } = useWords();
  const { pass } = useOwnWords(ENTER);
  useTitle(`${pass.invalidTitle} · ${t.shell.name}`);
  return (
    <Paper className={classes.card}>
      <Stack gap="lg" align="flex-start">
        <PageHeading>{pass.invalidTitle}</PageHeading>
        <Text>{pass.invalid}</Text>
        <Button variant="default" onClick={onLeave}>
          {pass.toSignIn}
        </Button>
      </Stack>
    </Paper>
  );
}
