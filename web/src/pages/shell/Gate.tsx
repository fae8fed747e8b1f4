import { Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { useSession, useSignIn } from "../../api/session";
import { receiveToken, takeToken } from "../../api/token";
import { useWords } from "../../i18n";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Stack } from "../../ui/primitives";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { SignIn } from "../sign-in/SignIn";
import { Shell } from "./Shell";

/** Lets in those who have a session, or a token in the address; asks everybody else to sign in. */
export function Gate() {
  const session = useSession();
  const signIn = useSignIn();
  useArrivingToken(signIn.mutate);
  return (
    <Shell signedIn={Boolean(session.data)}>
      {session.data ? (
        <Outlet />
      ) : session.error ? (
        <ServerDown error={session.error} retry={() => void session.refetch()} />
      ) : session.isPending ? (
        <Waiting />
      ) : (
        <SignIn onToken={signIn.mutate} busy={signIn.isPending} error={signIn.error} />
      )}
    </Shell>
  );
}

function ServerDown({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useWords();
  useTitle(t.shell.name);
  return (
    <Stack gap="lg">
      <PageHeading>{t.shell.name}</PageHeading>
      <ErrorCard error={error} retry={retry} />
    </Stack>
  );
}

/** Uses a token from the address: at the start, and when one is pasted into the open page's address. */
function useArrivingToken(use: (token: string) => void): void {
  useEffect(() => {
    const arrive = () => {
      receiveToken();
      const token = takeToken();
      if (token !== null) use(token);
    };
    arrive();
    addEventListener("hashchange", arrive);
    return () => removeEventListener("hashchange", arrive);
  }, [use]);
}
