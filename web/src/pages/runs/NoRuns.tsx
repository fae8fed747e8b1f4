import { lazy, Suspense } from "react";
import { usePreferences } from "../../api/preferences";
import { useOwnWords } from "../../i18n/own";
import { RUNS } from "../../i18n/runs";
import { Disclosure } from "../../ui/Disclosure";
import { EmptyState } from "../../ui/EmptyState";
import { rescueFocus } from "../../ui/PageHeading";
import { Stack, Text } from "../../ui/primitives";
import { ButtonLink, OutsideLink } from "../../ui/TextLink";
import { Waiting } from "../../ui/Waiting";
import classes from "./NoRuns.module.css";

const COMMAND = "afina train planilha.xlsx";
const REFERENCE = "/schema";

const Welcome = lazy(async () => ({ default: (await import("../welcome/Welcome")).Welcome }));

/** Nobody has trained anything here yet; who never was here is told first what it is about. */
export function FirstRun() {
  const words = useOwnWords(RUNS);
  const welcomed = usePreferences().data?.welcomed ?? true;
  return (
    <Stack gap="lg">
      <EmptyState
        title={words.empty}
        text={words.emptyHow}
        action={welcomed && <ButtonLink to="/treinar">{words.emptyTrain}</ButtonLink>}
      />
      {!welcomed && (
        <Suspense fallback={<Waiting />}>
          <Welcome onSkip={rescueFocus} />
        </Suspense>
      )}
      <Disclosure plain label={words.emptyExample}>
        {() => <HowToAsk />}
      </Disclosure>
    </Stack>
  );
}

function HowToAsk() {
  const words = useOwnWords(RUNS);
  return (
    <Stack gap="sm">
      <Text>{words.emptyTerminal}</Text>
      <pre className={classes.code}>{COMMAND}</pre>
      <OutsideLink href={REFERENCE}>{words.emptyReference}</OutsideLink>
    </Stack>
  );
}

/** There are runs, but none that the filters let through. */
export function NothingFiltered() {
  const words = useOwnWords(RUNS);
  return (
    <EmptyState title={words.filteredEmpty} action={<ButtonLink to="/treinos">{words.clear}</ButtonLink>} />
  );
}
