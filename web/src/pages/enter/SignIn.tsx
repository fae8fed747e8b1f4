import { IconAlertCircle, IconBuilding, IconTerminal2 } from "@tabler/icons-react";
import { departureTo, useSetupNeeded, useWaysIn } from "../../api/doors";
import type { WaysIn } from "../../api/types";
import { useWords } from "../../i18n";
import { ENTER } from "../../i18n/enter";
import { useOwnWords } from "../../i18n/own";
import { AlertCard } from "../../ui/AlertCard";
import { Disclosure } from "../../ui/Disclosure";
import { ErrorCard } from "../../ui/ErrorCard";
import { Icon } from "../../ui/Icon";
import { PageHeading } from "../../ui/PageHeading";
import { Button, Paper, Stack, Text } from "../../ui/primitives";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import classes from "./Enter.module.css";
import { PasswordForm } from "./PasswordForm";
import { TokenForm } from "./TokenForm";

interface Props {
  /** An access token that came in the address. */
  token: string | null;
  /** The code of why the identity provider's door stayed closed. */
  refused: string | null;
  onPassed: () => void;
}

/** Asks who is there, by each of the ways that the installation offers. */
export function SignIn({ token, refused, onPassed }: Props) {
  const { t } = useWords();
  const { signIn } = useOwnWords(ENTER);
  const { data, error, refetch } = useWaysIn(refused);
  useTitle(`${signIn.title} · ${t.shell.name}`);
  return (
    <Paper className={classes.card}>
      <Stack gap="lg">
        <Stack gap="xs">
          <PageHeading>{signIn.title}</PageHeading>
          <Text>{signIn.lead}</Text>
        </Stack>
        {data?.refused && (
          <AlertCard tone="danger" icon={IconAlertCircle} title={data.refused} role="alert" />
        )}
        <NoAdministrator />
        {data ? (
          <Ways ways={data} token={token} onPassed={onPassed} />
        ) : error ? (
          <ErrorCard error={error} retry={() => void refetch()} />
        ) : (
          <Waiting />
        )}
      </Stack>
    </Paper>
  );
}

/** Who has just installed Afina looks for the way in here, but it is in the terminal. */
function NoAdministrator() {
  const { signIn } = useOwnWords(ENTER);
  const { data } = useSetupNeeded();
  if (!data?.needed) return null;
  return (
    <AlertCard tone="brand" icon={IconTerminal2} title={signIn.noAdministrator}>
      {signIn.noAdministratorDo} <code className={classes.command}>{"afina up"}</code>
      {"."}
    </AlertCard>
  );
}

interface WaysProps {
  ways: WaysIn;
  token: string | null;
  onPassed: () => void;
}

function Ways({ ways, token, onPassed }: WaysProps) {
  const words = useOwnWords(ENTER).signIn;
  const hasProvider = ways.providers.length > 0;
  const byPassword = <PasswordForm secondary={hasProvider} onPassed={onPassed} />;
  const byToken = <TokenForm token={token} onPassed={onPassed} />;
  const open = token !== null;
  if (!hasProvider)
    return (
      <>
        {byPassword}
        <div>
          <Forgotten />
          <Disclosure plain open={open} label={words.token}>
            {() => byToken}
          </Disclosure>
        </div>
      </>
    );
  return (
    <>
      <Providers ways={ways} />
      {ways.passwords && (
        <>
          <div className={classes.or}>{words.or}</div>
          {byPassword}
        </>
      )}
      <div>
        {ways.passwords && <Forgotten />}
        <Disclosure plain open={open} label={ways.passwords ? words.token : words.other}>
          {() => (
            <Stack gap="xl">
              {!ways.passwords && byPassword}
              {byToken}
            </Stack>
          )}
        </Disclosure>
      </div>
    </>
  );
}

function Providers({ ways }: { ways: WaysIn }) {
  const { signIn } = useOwnWords(ENTER);
  return (
    <Stack gap="sm">
      {ways.providers.map(({ id, name }) => (
        <Button
          key={id}
          component="a"
          href={departureTo(id)}
          leftSection={<Icon of={IconBuilding} />}
          fullWidth
        >
          {signIn.withProvider(name)}
        </Button>
      ))}
    </Stack>
  );
}

function Forgotten() {
  const { signIn } = useOwnWords(ENTER);
  return (
    <Disclosure plain label={signIn.forgot}>
      {() => <Text c="dimmed">{signIn.forgotHow}</Text>}
    </Disclosure>
  );
}
