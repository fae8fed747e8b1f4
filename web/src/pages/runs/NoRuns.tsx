import { lazy, Suspense } from "react";
import { usePreferences } from "../../api/preferences";
import { useWords } from "../../i18n";
import { Disclosure } from "../../ui/Disclosure";
import { EmptyState } from "../../ui/EmptyState";
import { rescueFocus } from "../../ui/PageHeading";
import { Stack, Text } from "../../ui/primitives";
import { ButtonLink, OutsideLink } from "../../ui/TextLink";
import classes from "./NoRuns.module.css";

const COMMAND = "afina train planilha.xlsx";
const REFERENCE = "/schema";

const Welcome = lazy(async () => ({ default: (await import("../welcome/Welcome")).Welcome }));

/** Nobody has trained anything here yet; who never was here is told first what it is about. */
export function FirstRun() {
  const { t } = useWords();
  const welcomed = usePreferences().data?.welcomed ?? true;
  return (
    <Stack gap="lg">
      <EmptyState
        title={t.runs.empty}
        text={t.runs.emptyHow}
        action={welcomed && <ButtonLink to="/treinar">{t.runs.emptyTrain}</ButtonLink>}
      />
      {!welcomed && (
        <Suspense>
          <Welcome onSkip={rescueFocus} />
        </Suspense>
      )}
      <Disclosure plain label={t.runs.emptyExample}>
        {() => <HowToAsk />}
      </Disclosure>
    </Stack>
  );
}

function HowToAsk() {
  const { t } = useWords();
  return (
    <Stack gap="sm">
      <Text>{t.runs.emptyTerminal}</Text>
      <pre className={classes.code}>{COMMAND}</pre>
      <OutsideLink href={REFERENCE}>{t.runs.emptyReference}</OutsideLink>
    </Stack>
  );
}

/** There are runs, but none in the chosen state. */
export function NothingFiltered() {
  const { t } = useWords();
  return (
    <EmptyState
      title={t.runs.filteredEmpty}
      action={<ButtonLink to="/treinos">{t.runs.clearFilter}</ButtonLink>}
    />
  );
}
