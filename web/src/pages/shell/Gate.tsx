import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { type Arrival, receiveArrival, takeArrival } from "../../api/arrival";
import { useSession } from "../../api/session";
import { useWords } from "../../i18n";
import { ErrorCard } from "../../ui/ErrorCard";
import { PageHeading } from "../../ui/PageHeading";
import { Stack } from "../../ui/primitives";
import { useTitle } from "../../ui/useTitle";
import { Waiting } from "../../ui/Waiting";
import { Shell } from "./Shell";

/** Who is signed in never needs it. */
const Door = lazy(async () => ({ default: (await import("../enter/Door")).Door }));

/** Lets in those who have a session; whoever has none, or comes by a link, goes through the door. */
export function Gate() {
  const session = useSession();
  const [arrival, forget] = useArrival();
  const atDoor = session.data === null || (arrival !== null && arrival.kind !== "refused");
  return (
    <Shell person={atDoor ? null : (session.data ?? null)}>
      {atDoor ? (
        <Suspense fallback={<Waiting />}>
          <Door key={arrival?.value} arrival={arrival} onPassed={forget} />
        </Suspense>
      ) : session.data ? (
        <Outlet />
      ) : session.error ? (
        <ServerDown error={session.error} retry={() => void session.refetch()} />
      ) : (
        <Waiting />
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

/** What came in the address: at the start, or when something is pasted into the open page's address. */
function useArrival(): [Arrival | null, () => void] {
  const [arrival, setArrival] = useState<Arrival | null>(null);
  useEffect(() => {
    const arrive = () => {
      receiveArrival();
      const taken = takeArrival();
      if (taken !== null) setArrival(taken);
    };
    arrive();
    addEventListener("hashchange", arrive);
    return () => removeEventListener("hashchange", arrive);
  }, []);
  return [arrival, useCallback(() => setArrival(null), [])];
}
